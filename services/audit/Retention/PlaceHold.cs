using Governance.Audit.Data;
using Governance.Audit.Work;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Retention;

internal sealed record HoldResponse(Guid Id, DateOnly FirstMonth, DateOnly LastMonth, string Reason, string PlacedBy, DateTimeOffset PlacedAt, string? ReleasedBy, DateTimeOffset? ReleasedAt)
{
    public static HoldResponse Of(RetentionHold h) => new(h.Id, h.FirstMonth, h.LastMonth, h.Reason, h.PlacedBy, h.PlacedAt, h.ReleasedBy, h.ReleasedAt);
}

internal static class PlaceHold
{
    /// <param name="FirstMonth">Any day of it.</param>
    /// <param name="LastMonth">Any day of it.</param>
    /// <param name="Reason">A code of lower-case letters, digits and hyphens, for example <c>litigation-2031-7</c>.</param>
    internal sealed record Body(DateOnly FirstMonth, DateOnly LastMonth, string Reason);

    public static async Task<Results<Created<HoldResponse>, ProblemHttpResult>> HandleAsync(
        Body body, HttpContext http, AuditDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock, CancellationToken ct)
    {
        var (first, last) = (FirstDay(body.FirstMonth), FirstDay(body.LastMonth));
        if (last < first)
            return Problems.Validation("lastMonth", "Not before the first month.");
        if (!ReasonCode.IsValid(body.Reason))
            return Problems.Validation("reason", ReasonCode.Rule);

        var hold = RetentionHold.Place(first, last, body.Reason, http.User.CallerId(), clock.GetUtcNow());
        db.Add(hold);
        outbox.Add(db, new RetentionHoldPlaced(headers.New(http.User.Actor(), "retention-hold", hold.Id) with { Reason = body.Reason }, hold.Id, first, last));
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/v1/retention/holds/{hold.Id}", HoldResponse.Of(hold));
    }

    public static async Task<Results<Ok<Page<HoldResponse>>, ProblemHttpResult>> ListAsync(string? after, int? limit, AuditDbContext db, CancellationToken ct)
    {
        Guid? before = null;
        if (after is not null)
        {
            if (!Guid.TryParse(after, out var id))
                return Problems.Validation("after", "Not a cursor of this list.");
            before = id;
        }

        var count = Paging.Limit(limit);
        var rows = await db.Holds.AsNoTracking().Where(h => before == null || h.Id < before).OrderByDescending(h => h.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, HoldResponse.Of, h => h.Id.ToString()));
    }

    private static DateOnly FirstDay(DateOnly day) => new(day.Year, day.Month, 1);
}
