using Governance.Audit.Data;
using Governance.Audit.Erasure;
using Governance.Audit.Work;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Retention;

internal static class ReleaseHold
{
    /// <summary>A repeat changes nothing. Erasures that waited for the hold go on at once.</summary>
    public static async Task<Results<Ok<HoldResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext http, AuditDbContext db, MessageOutbox outbox, EventHeaders headers, WakeUp<ErasureWorker> wakeUp, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Holds.FromSql($"SELECT * FROM retention_holds WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct) is not { } hold)
            return Problems.NotFound("hold");
        if (!hold.Release(http.User.CallerId(), clock.GetUtcNow()))
            return TypedResults.Ok(HoldResponse.Of(hold));

        outbox.Add(db, new RetentionHoldReleased(headers.New(http.User.Actor(), "retention-hold", hold.Id) with { Reason = hold.Reason }, hold.Id));
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"UPDATE erasures SET retry_at = {clock.GetUtcNow()} WHERE erased_at IS NULL AND retry_at IS NOT NULL", ct);
        await transaction.CommitAsync(ct);
        wakeUp.Set();
        return TypedResults.Ok(HoldResponse.Of(hold));
    }
}
