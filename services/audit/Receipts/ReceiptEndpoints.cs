using Governance.Audit.Data;
using Governance.Audit.Merkle;
using Governance.Audit.Proofs;
using Governance.Audit.Search;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Receipts;

/// <summary>Shows whoever caused an entry that it stands in the log, and where. Holds the envelope, no payload. Hashes are hex.</summary>
/// <param name="Sequence">The leaf's index.</param>
/// <param name="Entry">The envelope's bytes, base64.</param>
/// <param name="Hashes">Inclusion proof against the tree of <paramref name="TreeSize"/>.</param>
internal sealed record Receipt(Guid EventId, long Sequence, string LeafHash, string Entry, long TreeSize, string RootHash, IReadOnlyList<string> Hashes);

internal static class ReceiptEndpoints
{
    private const int MaxReceipts = 100;

    public static void MapReceipts(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/receipts").WithTags("Receipts").MapGet("/", GetAsync).WithName("Audit.GetReceipts")
            .WithSummary("Receipts for entries that the caller caused, by event or by correlation id").RequirePermission(Permissions.AuditReceipts);

    /// <summary>The first 100. Empty while an event is still on its way, and for entries of others.</summary>
    /// <param name="eventId">As in the event's header.</param>
    /// <param name="correlationId">Trace id of the request that caused the events.</param>
    private static async Task<Results<Ok<IReadOnlyList<Receipt>>, ProblemHttpResult>> GetAsync(
        [FromQuery(Name = "eventId")] Guid? eventId, [FromQuery(Name = "correlationId")] string? correlationId, HttpContext http, AuditDbContext db, LogReader reader, CancellationToken ct)
    {
        if (eventId is null == correlationId is null)
            return Problems.Validation("eventId", "Either an event id or a correlation id.");
        var caller = http.User.CallerId();
        var entries = await FoundEntry.In(db)
            .Where(f => f.Entry.ActorId == caller && (eventId == null || f.Entry.EventId == eventId) && (correlationId == null || f.Details!.CorrelationId == correlationId))
            .OrderBy(f => f.Entry.Sequence).Take(MaxReceipts).Select(f => f.Entry).ToListAsync(ct);
        var head = await db.Heads.AsNoTracking().SingleOrDefaultAsync(ct);
        if (head is null || entries.Exists(e => e.Sequence >= head.Size))
            return Damaged();

        var shapes = entries.Select(e => ProofShape.Inclusion(e.Sequence, head.Size)).ToList();
        if (await reader.HashAsync([.. shapes.SelectMany(s => s)], ct) is not { } hashes)
            return Damaged();
        var receipts = new List<Receipt>(entries.Count);
        foreach (var (entry, shape) in entries.Zip(shapes))
        {
            var path = hashes.Skip(shapes.Take(receipts.Count).Sum(s => s.Count)).Take(shape.Count).ToList();
            var leaf = MerkleHash.Leaf(entry.Canonical);
            if (!ProofVerifier.Inclusion(entry.Sequence, head.Size, leaf, path, head.RootHash))
                return Damaged();
            receipts.Add(new Receipt(
                entry.EventId, entry.Sequence, Hex(leaf), Convert.ToBase64String(entry.Canonical), head.Size, Hex(head.RootHash), [.. path.Select(Hex)]));
        }

        return TypedResults.Ok<IReadOnlyList<Receipt>>(receipts);
    }

    private static ProblemHttpResult Damaged() =>
        Problems.Conflict("log-damaged", "What is stored does not fit together. Ask for a verification of the log to learn where.");

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
