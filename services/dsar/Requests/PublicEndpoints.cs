using Governance.Dsar.Data;
using Governance.Dsar.Verification;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dsar.Requests;

/// <summary>What a person can do without an account.</summary>
internal static class PublicEndpoints
{
    public static void MapPublicRequests(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/public/requests").WithTags("Public requests");
        group.MapPost("/", ReceiveRequest.HandleAsync).WithName("Dsar.ReceiveRequest").AllowPublic("A data subject files a request.").InTransaction();
        group.MapGet("/{id:guid}", GetRequestState.HandleAsync).WithName("Dsar.GetRequestState").AllowPublic("State only, with the secret given at receipt.");
        group.MapPost("/{id:guid}/verification", VerifyRequest.HandleAsync).WithName("Dsar.VerifyRequest").AllowPublic("Single-use code from the mail.").InTransaction();
        group.MapPost("/{id:guid}/verification/resend", ResendCode.HandleAsync).WithName("Dsar.ResendCode").AllowPublic("A new code to the same address.").InTransaction();
    }
}
