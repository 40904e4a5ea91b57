using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;

namespace Governance.Consent.Purposes;

internal static class PurposeEndpoints
{
    public static void MapPurposes(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/purposes").WithTags("Purposes");
        group.MapPost("/", DefinePurpose.HandleAsync).WithName("Consent.DefinePurpose").WithSummary("Define a purpose")
            .RequirePermission(Permissions.PurposesWrite).Validate(new DefinePurposeValidator()).WithIdempotency<ConsentDbContext>();
        group.MapGet("/", ReadPurposes.ListAsync).WithName("Consent.ListPurposes").WithSummary("The purposes").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}", ReadPurposes.GetAsync).WithName("Consent.GetPurpose").WithSummary("One purpose").RequirePermission(Permissions.ConsentRead);
        group.MapGet("/{code}/versions", ReadPurposes.ListVersionsAsync).WithName("Consent.ListPurposeVersions").WithSummary("What a purpose said over time, the latest first")
            .RequirePermission(Permissions.ConsentRead);
        group.MapPut("/{code}", ChangePurpose.HandleAsync).WithName("Consent.ChangePurpose").WithSummary("Change what a purpose says, but not its legal basis").WithIfMatch()
            .RequirePermission(Permissions.PurposesWrite).Validate(new PurposeDetailsValidator());
    }
}
