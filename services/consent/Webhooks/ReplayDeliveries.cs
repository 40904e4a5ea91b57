using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Webhooks;

/// <summary>Which deliveries are sent again.</summary>
/// <param name="Ids">These; null for all that were set aside.</param>
internal sealed record ReplayBody(IReadOnlyList<long>? Ids = null);

internal sealed record ReplayResponse(int Replayed);

/// <param name="RecordIds">Records whose events the system has taken in.</param>
internal sealed record AcknowledgementBody(IReadOnlyList<Guid> RecordIds);

/// <param name="Acknowledged">How many were waiting for it.</param>
internal sealed record AcknowledgementResponse(int Acknowledged);

internal static class ReplayDeliveries
{
    public static async Task<Results<Ok<ReplayResponse>, ProblemHttpResult>> HandleAsync(
        string code, ReplayBody body, ConsentDbContext db, MessageOutbox outbox, EventHeaders headers, ClaimsPrincipal user, TimeProvider clock, CancellationToken ct)
    {
        if (await ReadDeliveries.FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var chosen = db.Set<Delivery>().Where(d => d.RecipientId == recipient.Id);
        chosen = body.Ids is { } ids ? chosen.Where(d => ids.Contains(d.Id) && d.State != DeliveryState.Pending) : chosen.Where(d => d.State == DeliveryState.Dead);
        var count = await chosen.ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Pending).SetProperty(d => d.Attempts, 0).SetProperty(d => d.NextAttemptAt, now), ct);
        if (count > 0)
            outbox.Add(db, new DeliveriesReplayed(headers.New(user.Actor(), "recipient", recipient.Id), recipient.Id, count));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new ReplayResponse(count));
    }
}

/// <summary>For systems that listen to the broker: only then is it known when a withdrawal reached them.</summary>
internal static class AcknowledgeRecords
{
    public static async Task<Results<Ok<AcknowledgementResponse>, ProblemHttpResult>> HandleAsync(
        string code, AcknowledgementBody body, ConsentDbContext db, ClaimsPrincipal user, TimeProvider clock, CancellationToken ct)
    {
        if (await ReadDeliveries.FindAsync(code, db, ct) is not { } recipient)
            return Problems.NotFound("recipient");
        if (recipient.ClientId != user.CallerId())
            return Problems.Forbidden("not-the-recipient", "Only the system's own client acknowledges for it.");
        DateTimeOffset? now = clock.Now();
        var count = await db.Set<Delivery>()
            .Where(d => d.RecipientId == recipient.Id && body.RecordIds.Contains(d.RecordId) && d.State != DeliveryState.Acknowledged)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Acknowledged).SetProperty(d => d.AcknowledgedAt, d => d.AcknowledgedAt ?? now), ct);
        return TypedResults.Ok(new AcknowledgementResponse(count));
    }
}

internal sealed class ReplayBodyValidator : AbstractValidator<ReplayBody>
{
    public ReplayBodyValidator() => RuleFor(b => b.Ids).Must(ids => ids!.Count <= 1_000).When(b => b.Ids is not null).WithMessage("At most 1000 at a time.");
}

internal sealed class AcknowledgementBodyValidator : AbstractValidator<AcknowledgementBody>
{
    public AcknowledgementBodyValidator() => RuleFor(b => b.RecordIds).Must(ids => ids.Count is > 0 and <= 1_000).WithMessage("From 1 to 1000 at a time.");
}
