using Governance.Dsar.Data;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dsar.Access;

/// <summary>What a person sees of what belongs to an address, once a code has shown that it is theirs.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/public/address-checks").WithTags("Public access");
        group.MapPost("/", StartCheck.HandleAsync).WithName("Dsar.StartAddressCheck").WithSummary("Sends a code to an address.")
            .AllowPublic("A code is sent to whatever address is named.").InTransaction();
        group.MapPost("/{id:guid}/confirmation", ConfirmAddress.HandleAsync).WithName("Dsar.ConfirmAddress").WithSummary("Hands in the code.")
            .AllowPublic("Single-use code from the mail.").InTransaction();
        group.MapGet("/{id:guid}/requests", ReadOwnRequests.HandleAsync).WithName("Dsar.ReadOwnRequests").WithSummary("The requests that belong to the address.")
            .AllowPublic("The secret given for the code is asked for.");
        group.MapDelete("/{id:guid}", EndAccess.HandleAsync).WithName("Dsar.EndAccess").WithSummary("Ends the access before its time.")
            .AllowPublic("The secret given for the code is asked for.");
    }
}
