using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Governance.Audit.Search;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Proofs;

/// <summary>State of the log. Hashes are hex.</summary>
internal sealed record HeadResponse(long Size, string RootHash, DateTimeOffset UpdatedAt);

/// <summary>All that is needed to check, without this service, that an entry stands in the log (RFC 9162 section 2.1.3.2). Hashes are hex.</summary>
/// <param name="Entry">The envelope's bytes, base64; the leaf hash is SHA-256 over a zero byte and these.</param>
/// <param name="Hashes">Siblings on the way from the leaf to the root.</param>
/// <param name="Payload">The event's bytes, base64; null when erased or dropped.</param>
/// <param name="Nonce">Key of the HMAC-SHA256 of the payload that the envelope calls its commitment; null when erased or dropped.</param>
internal sealed record InclusionProofResponse(
    long LeafIndex, long TreeSize, string LeafHash, string Entry, IReadOnlyList<string> Hashes, string RootHash, string? Payload, string? Nonce);

/// <summary>Shows that the log of the first size is the beginning of that of the second (RFC 9162 section 2.1.4.2). Hashes are hex.</summary>
internal sealed record ConsistencyProofResponse(long First, long Second, string FirstRootHash, string SecondRootHash, IReadOnlyList<string> Hashes);

internal static class ProofEndpoints
{
    public static void MapProofs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Proofs");
        group.MapGet("/log/head", HeadAsync).WithName("Audit.GetHead").RequirePermission(Permissions.AuditRead);
        group.MapGet("/log/consistency", ConsistencyAsync).WithName("Audit.ProveConsistency").RequirePermission(Permissions.AuditRead);
        group.MapGet("/entries/{sequence:long}/proof", InclusionAsync).WithName("Audit.ProveInclusion").RequirePermission(Permissions.AuditRead);
    }

    private static async Task<Results<Ok<HeadResponse>, ProblemHttpResult>> HeadAsync(AuditDbContext db, CancellationToken ct) =>
        await ReadHeadAsync(db, ct) is { } head
            ? TypedResults.Ok(new HeadResponse(head.Size, Hex(head.RootHash), head.UpdatedAt))
            : Damaged();

    /// <param name="size">Size of the tree to prove against; the current one when left out.</param>
    private static async Task<Results<Ok<InclusionProofResponse>, ProblemHttpResult>> InclusionAsync(
        long sequence, long? size, HttpContext http, AuditDbContext db, LogReader reader, EntryFinder finder, Disclosure disclosure, AccessLog access, CancellationToken ct)
    {
        if (await ReadHeadAsync(db, ct) is not { } head)
            return Damaged();
        var treeSize = size ?? head.Size;
        if (sequence < 0 || sequence >= head.Size)
            return Problems.NotFound("entry");
        if (treeSize <= sequence || treeSize > head.Size)
            return Problems.Validation("size", "Larger than the sequence, and no larger than the log.");
        if (await finder.FindAsync(sequence, ct) is not { Entry: var entry } row)
            return Damaged();

        if (await reader.HashAsync([new(0, treeSize), .. ProofShape.Inclusion(sequence, treeSize)], ct) is not { } found)
            return Damaged();
        var (root, path, leaf) = (found[0], found.Skip(1).ToList(), MerkleHash.Leaf(entry.Canonical));
        // A proof that does not hold is never handed out.
        if (!IsOf(head, treeSize, root) || !ProofVerifier.Inclusion(sequence, treeSize, leaf, path, root) || !(await disclosure.OfAsync([entry], ct)).TryGetValue(sequence, out var disclosed))
            return Damaged();
        await access.ReadAsync(db, http.User, "proof", row, ct);
        return TypedResults.Ok(new InclusionProofResponse(
            sequence, treeSize, Hex(leaf), Convert.ToBase64String(entry.Canonical), [.. path.Select(Hex)], Hex(root), disclosed?.PayloadBase64, disclosed?.NonceHex));
    }

    /// <param name="second">The current size when left out.</param>
    private static async Task<Results<Ok<ConsistencyProofResponse>, ProblemHttpResult>> ConsistencyAsync(
        long first, long? second, AuditDbContext db, LogReader reader, CancellationToken ct)
    {
        if (await ReadHeadAsync(db, ct) is not { } head)
            return Damaged();
        var to = second ?? head.Size;
        if (to > head.Size)
            return Problems.Validation("second", "No larger than the log.");
        if (first < 1 || first > to)
            return Problems.Validation("first", "At least 1, and no larger than the second size.");

        if (await reader.HashAsync([new(0, first), new(0, to), .. ProofShape.Consistency(first, to)], ct) is not { } found)
            return Damaged();
        var path = found.Skip(2).ToList();
        return IsOf(head, to, found[1]) && ProofVerifier.Consistency(first, to, found[0], found[1], path)
            ? TypedResults.Ok(new ConsistencyProofResponse(first, to, Hex(found[0]), Hex(found[1]), [.. path.Select(Hex)]))
            : Damaged();
    }

    private static bool IsOf(LogHead head, long size, byte[] root) => size != head.Size || root.AsSpan().SequenceEqual(head.RootHash);

    private static Task<LogHead?> ReadHeadAsync(AuditDbContext db, CancellationToken ct) => db.Heads.AsNoTracking().SingleOrDefaultAsync(ct);

    private static ProblemHttpResult Damaged() =>
        Problems.Conflict("log-damaged", "What is stored does not fit together. Ask for a verification of the log to learn where.");

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
