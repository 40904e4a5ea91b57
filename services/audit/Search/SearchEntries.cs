using System.Globalization;
using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Search;

/// <summary>Filters are joined by "and". A data subject is asked for by pseudonym only: this service knows no raw identifier.</summary>
/// <param name="From">Occurred at or after; UTC.</param>
/// <param name="To">Occurred before; UTC.</param>
/// <param name="Order"><c>oldest</c> (default) or <c>newest</c> first.</param>
internal sealed record EntryQuery(
    [FromQuery(Name = "subject")] string? Subject,
    [FromQuery(Name = "objectType")] string? ObjectType,
    [FromQuery(Name = "objectId")] string? ObjectId,
    [FromQuery(Name = "actorId")] string? ActorId,
    [FromQuery(Name = "action")] string? Action,
    [FromQuery(Name = "purpose")] string? Purpose,
    [FromQuery(Name = "source")] string? Source,
    [FromQuery(Name = "outcome")] string? Outcome,
    [FromQuery(Name = "correlationId")] string? CorrelationId,
    [FromQuery(Name = "from")] DateTimeOffset? From,
    [FromQuery(Name = "to")] DateTimeOffset? To,
    [FromQuery(Name = "order")] string? Order,
    [FromQuery(Name = "after")] string? After,
    [FromQuery(Name = "limit")] int? Limit)
{
    /// <summary>Names of the filters that are set; their values could be a person's.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        foreach (var (name, value) in (ReadOnlySpan<(string, object?)>)[
            ("subject", Subject), ("objectType", ObjectType), ("objectId", ObjectId), ("actorId", ActorId), ("action", Action), ("purpose", Purpose),
            ("source", Source), ("outcome", Outcome), ("correlationId", CorrelationId), ("from", From), ("to", To)])
        {
            if (value is not null)
                names.Add(name);
        }

        return names;
    }
}

internal static class SearchEntries
{
    public static async Task<Results<Ok<Page<EntryResponse>>, ProblemHttpResult>> HandleAsync([AsParameters] EntryQuery query, HttpContext http, AuditDbContext db, AccessLog access, CancellationToken ct)
    {
        if (query.Order is not (null or "oldest" or "newest"))
            return Problems.Validation("order", "Either oldest or newest.");
        long? after = null;
        if (query.After is not null)
        {
            if (!long.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                return Problems.Validation("after", "Not a cursor of this list.");
            after = sequence;
        }

        var limit = Paging.Limit(query.Limit);
        var rows = await Ordered(Filtered(FoundEntry.In(db), query), after, query.Order == "newest").Take(limit + 1).ToListAsync(ct);
        await access.SearchedAsync(db, http.User, query, rows.Count > limit ? rows[..limit] : rows, ct);
        return TypedResults.Ok(Paging.ToPage(rows, limit, EntryResponse.Of, f => f.Entry.Sequence.ToString(CultureInfo.InvariantCulture)));
    }

    private static IQueryable<FoundEntry> Ordered(IQueryable<FoundEntry> entries, long? after, bool isNewestFirst) => isNewestFirst
        ? entries.Where(f => after == null || f.Entry.Sequence < after).OrderByDescending(f => f.Entry.Sequence)
        : entries.Where(f => after == null || f.Entry.Sequence > after).OrderBy(f => f.Entry.Sequence);

    internal static IQueryable<FoundEntry> Filtered(IQueryable<FoundEntry> entries, EntryQuery query)
    {
        if (query.Subject is not null)
            entries = entries.Where(f => f.Details!.SubjectPseudonym == query.Subject || f.Details.ActingSubject == query.Subject || f.Details.OnBehalfOf == query.Subject);
        if (query.ObjectType is not null)
            entries = entries.Where(f => f.Details!.ObjectType == query.ObjectType);
        if (query.ObjectId is not null)
            entries = entries.Where(f => f.Details!.ObjectId == query.ObjectId);
        if (query.ActorId is not null)
            entries = entries.Where(f => f.Entry.ActorId == query.ActorId);
        if (query.Action is not null)
            entries = entries.Where(f => f.Entry.Action == query.Action);
        if (query.Purpose is not null)
            entries = entries.Where(f => f.Entry.Purpose == query.Purpose);
        if (query.Source is not null)
            entries = entries.Where(f => f.Entry.Source == query.Source);
        if (query.Outcome is not null)
            entries = entries.Where(f => f.Entry.Outcome == query.Outcome);
        if (query.CorrelationId is not null)
            entries = entries.Where(f => f.Details!.CorrelationId == query.CorrelationId);
        if (query.From?.ToUniversalTime() is { } from)
            entries = entries.Where(f => f.Entry.OccurredAt >= from);
        if (query.To?.ToUniversalTime() is { } to)
            entries = entries.Where(f => f.Entry.OccurredAt < to);
        return entries;
    }
}
