using Governance.Consent.Data;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

internal static class RecipientEndpoints
{
    public static void MapRecipients(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/recipients").WithTags("Recipients");
        // Not repeatable by key: the answer holds a secret, which is stored nowhere.
        group.MapPost("/", RegisterRecipient.HandleAsync).WithName("Consent.RegisterRecipient").WithSummary("Register a system that is to be told of consents and withdrawals")
            .RequirePermission(Permissions.RecipientsWrite).Validate(new RecipientBodyValidator());
        group.MapGet("/", ListAsync).WithName("Consent.ListRecipients").WithSummary("The registered systems").RequirePermission(Permissions.RecipientsRead);
        group.MapGet("/{code}", GetAsync).WithName("Consent.GetRecipient").WithSummary("One registered system").RequirePermission(Permissions.RecipientsRead);
        group.MapPut("/{code}", ChangeRecipient.HandleAsync).WithName("Consent.ChangeRecipient").WithIfMatch().WithSummary("Change, disable or enable a system")
            .RequirePermission(Permissions.RecipientsWrite).Validate(new RecipientChangeValidator());
        group.MapPost("/{code}/secret-rotation", RotateRecipientSecret.HandleAsync).WithName("Consent.RotateRecipientSecret")
            .WithSummary("A new secret; the old one signs beside it for a while").RequirePermission(Permissions.RecipientsWrite);
        group.MapGet("/{code}/deliveries", ReadDeliveries.ListAsync).WithName("Consent.ListDeliveries").WithSummary("What was sent, waits, or was set aside").RequirePermission(Permissions.RecipientsRead);
        group.MapPost("/{code}/replays", ReplayDeliveries.HandleAsync).WithName("Consent.ReplayDeliveries").WithSummary("Send again what was set aside, or chosen deliveries")
            .RequirePermission(Permissions.RecipientsWrite).Validate(new ReplayBodyValidator());
        group.MapPost("/{code}/acknowledgements", AcknowledgeRecords.HandleAsync).WithName("Consent.AcknowledgeRecords")
            .WithSummary("A system that listens to the broker says what it has taken in").RequirePermission(Permissions.ConsentRead).Validate(new AcknowledgementBodyValidator());
        group.MapGet("/{code}/latency", ReadDeliveries.LatencyAsync).WithName("Consent.GetWithdrawalLatency")
            .WithSummary("How long withdrawals took until the system acknowledged them").RequirePermission(Permissions.RecipientsRead);
        group.MapGet("/{code}/expected-state", ExpectedState.ListAsync).WithName("Consent.ListExpectedState")
            .WithSummary("What the system should believe").RequirePermission(Permissions.RecipientsRead);
    }

    /// <param name="after">Code of the last system of the page before.</param>
    private static async Task<Ok<Page<RecipientResponse>>> ListAsync(string? after, int? limit, ConsentDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Set<Recipient>().AsNoTracking().Where(r => after == null || string.Compare(r.Code, after) > 0).OrderBy(r => r.Code).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, RecipientResponse.Of, r => r.Code));
    }

    private static async Task<Results<Ok<RecipientResponse>, ProblemHttpResult>> GetAsync(string code, ConsentDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await ReadDeliveries.FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        response.SetEtag(recipient.Version);
        return TypedResults.Ok(RecipientResponse.Of(recipient));
    }
}
