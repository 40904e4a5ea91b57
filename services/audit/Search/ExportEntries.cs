using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.Audit.Merkle;
using Governance.Audit.Proofs;
using Governance.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Search;

/// <summary>First line of an export.</summary>
internal sealed record ExportHead(string Kind, long TreeSize, string RootHash, DateTimeOffset ExportedAt, IReadOnlyList<string> Filters);

/// <summary>One line for each entry, in order of the log: all that is needed to check it against the head's root.</summary>
internal sealed record ExportLine(string Kind, long Sequence, string LeafHash, string Entry, string? Payload, string? Nonce, IReadOnlyList<string> Hashes);

/// <summary>Last line: without it the export was cut off.</summary>
internal sealed record ExportEnd(string Kind, long Entries);

/// <summary>Streams what a search finds as JSON Lines, each entry with its inclusion proof against one size of the log.</summary>
internal static class ExportEntries
{
    private const int PageSize = 500;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static async Task<IResult> HandleAsync(
        [AsParameters] EntryQuery query, HttpContext http, AuditDbContext db, EntryFinder finder, LogReader reader, Disclosure disclosure, AccessLog access, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Heads.AsNoTracking().SingleOrDefaultAsync(ct) is not { } head)
            return Problems.Conflict("log-damaged", "What is stored does not fit together. Ask for a verification of the log to learn where.");
        var count = await finder.CountAsync(query, new(0, head.Size - 1), ct);
        await access.ExportedAsync(db, http.User, query, count, head.Size - 1, ct);
        return TypedResults.Stream(output => WriteAsync(output, finder, query, head.Size, head.RootHash, clock.GetUtcNow(), reader, disclosure, ct), "application/jsonl");
    }

    private static async Task WriteAsync(
        Stream output, EntryFinder finder, EntryQuery query, long size, byte[] root, DateTimeOffset now, LogReader reader, Disclosure disclosure, CancellationToken ct)
    {
        await LineAsync(output, new ExportHead("log", size, Hex(root), now, query.Names()), ct);
        var (last, count) = (-1L, 0L);
        while (true)
        {
            var page = await finder.FindAsync(query, new(last + 1, size - 1), isNewestFirst: false, PageSize, ct);
            foreach (var line in await LinesAsync(page, size, reader, disclosure, ct))
                await LineAsync(output, line, ct);
            count += page.Count;
            if (page.Count < PageSize)
                break;
            last = page[^1].Entry.Sequence;
        }

        await LineAsync(output, new ExportEnd("end", count), ct);
    }

    private static async Task<IEnumerable<ExportLine>> LinesAsync(List<FoundEntry> page, long size, LogReader reader, Disclosure disclosure, CancellationToken ct)
    {
        var shapes = page.Select(f => ProofShape.Inclusion(f.Entry.Sequence, size)).ToList();
        // A damaged log breaks the stream off: the last line is missing.
        var hashes = new Queue<byte[]>(await reader.HashAsync([.. shapes.SelectMany(s => s)], ct) ?? throw new InvalidDataException("A tile is missing."));
        var disclosed = await disclosure.OfAsync([.. page.Select(f => f.Entry)], ct);
        return page.Select((found, i) =>
        {
            if (!disclosed.TryGetValue(found.Entry.Sequence, out var payload))
                throw new InvalidDataException("A payload is not what its entry commits to.");
            var path = shapes[i].Select(_ => Hex(hashes.Dequeue())).ToList();
            return new ExportLine(
                "entry", found.Entry.Sequence, Hex(MerkleHash.Leaf(found.Entry.Canonical)), Convert.ToBase64String(found.Entry.Canonical), payload?.PayloadBase64, payload?.NonceHex, path);
        }).ToList();
    }

    private static async Task LineAsync<T>(Stream output, T line, CancellationToken ct)
    {
        await JsonSerializer.SerializeAsync(output, line, Json, ct);
        await output.WriteAsync("\n"u8.ToArray(), ct);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
