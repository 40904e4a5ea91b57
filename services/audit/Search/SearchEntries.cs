using System.Globalization;
using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

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
    /// <summary>Asks for something that stands in the payload's row, and is gone with it.</summary>
    internal bool AsksPayload => (Subject ?? ObjectType ?? ObjectId ?? CorrelationId) is not null;

    internal bool AsksEnvelope => (ActorId ?? Action ?? Purpose ?? Source ?? Outcome) is not null || From is not null || To is not null;

    /// <summary>An index leads to what is asked for, in order.</summary>
    internal bool HasIndex => AsksPayload || (ActorId ?? Action) is not null || Outcome is not (null or "success");

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
    public static async Task<Results<Ok<Page<EntryResponse>>, ProblemHttpResult>> HandleAsync([AsParameters] EntryQuery query, HttpContext http, AuditDbContext db, EntryFinder finder, AccessLog access, CancellationToken ct)
    {
        if (query.Order is not (null or "oldest" or "newest"))
            return Problems.Validation("order", "Either oldest or newest.");
        var (within, isNewestFirst) = (SequenceRange.All, query.Order == "newest");
        if (query.After is not null)
        {
            if (!long.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence == long.MaxValue)
                return Problems.Validation("after", "Not a cursor of this list.");
            within = isNewestFirst ? within with { Last = sequence - 1 } : within with { First = sequence + 1 };
        }

        var limit = Paging.Limit(query.Limit);
        var rows = await finder.FindAsync(query, within, isNewestFirst, limit + 1, ct);
        await access.SearchedAsync(db, http.User, query, rows.Count > limit ? rows[..limit] : rows, ct);
        return TypedResults.Ok(Paging.ToPage(rows, limit, EntryResponse.Of, f => f.Entry.Sequence.ToString(CultureInfo.InvariantCulture)));
    }
}
