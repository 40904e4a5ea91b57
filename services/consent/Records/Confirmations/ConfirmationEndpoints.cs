using Governance.Consent.Data;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;

namespace Governance.Consent.Records.Confirmations;

internal static class ConfirmationEndpoints
{
    public static void MapConfirmations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/confirmations").WithTags("Confirmations");
        group.MapPost("/", RequestConfirmation.HandleAsync).WithName("Consent.RequestConfirmation").WithSummary("Record a consent that waits for its confirmation")
            .RequirePermission(Permissions.ConsentWrite).Validate(new RequestConfirmationValidator()).WithToken()
            .InTurn<RequestConfirmationBody>(b => [(b.Subject, b.Purpose)], always: true).WithIdempotency<ConsentDbContext>();
        group.MapPost("/answers", AnswerConfirmation.HandleAsync).WithName("Consent.AnswerConfirmation").WithSummary("Confirm or refuse with the token that was sent")
            .RequirePermission(Permissions.ConsentWrite).Validate(new AnswerConfirmationValidator());
    }
}
