using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;

namespace Governance.Consent.Records.Confirmations;

internal static class ConfirmationEndpoints
{
    public static void MapConfirmations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/confirmations").WithTags("Confirmations");
        // No Idempotency-Key: the answer holds a secret that is not to be kept. A repeat makes another token, and pending is not consent.
        group.MapPost("/", RequestConfirmation.HandleAsync).WithName("Consent.RequestConfirmation")
            .RequirePermission(Permissions.ConsentWrite).Validate(new RequestConfirmationValidator());
        group.MapPost("/answers", AnswerConfirmation.HandleAsync).WithName("Consent.AnswerConfirmation")
            .RequirePermission(Permissions.ConsentWrite).Validate(new AnswerConfirmationValidator());
    }
}
