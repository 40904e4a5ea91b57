using System.Globalization;
using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Governance.Audit.Search;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Proofs;

/// <summary>Proves, without this service, that something stands in the log. To be kept.</summary>
/// <param name="Entry">The envelope's bytes, base64: the leaf hash is SHA-256 over a zero byte and these.</param>
/// <param name="LeafHash">Hex.</param>
/// <param name="Proof">C2SP tlog-proof: index, hashes, signed checkpoint.</param>
/// <param name="Witnessed">Whether enough witnesses have cosigned the checkpoint.</param>
/// <param name="Payload">The event's bytes, base64; null when erased or dropped.</param>
/// <param name="Nonce">Hex; HMAC-SHA256 under it of the event's bytes is the envelope's commitment.</param>
internal sealed record ReceiptResponse(long Sequence, Guid EventId, string Entry, string LeafHash, string Proof, bool Witnessed, string? Payload, string? Nonce);

/// <summary>An entry that the caller caused. Object and correlation are null where the payload was erased or dropped.</summary>
internal sealed record ReceiptItem(Guid EventId, long Sequence, string Action, string? ObjectType, string? ObjectId, string Outcome, DateTimeOffset OccurredAt, string? CorrelationId);

internal static class OfflineProofEndpoints
{
    public static void MapOfflineProofs(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Proofs");
        group.MapGet("/receipts", ListAsync).WithName("Audit.ListReceipts").WithSummary("Entries that the caller caused, newest first").RequirePermission(Permissions.AuditReceipts);
        group.MapGet("/receipts/{eventId:guid}", GetAsync).WithName("Audit.GetReceipt").WithSummary("Entry and offline proof of an event that the caller caused").RequirePermission(Permissions.AuditReceipts);
        group.MapGet("/entries/{sequence:long}/offline-proof", ProofAsync).WithName("Audit.ProveOffline").WithSummary("The entry's proof as a file that needs no service (tlog-proof)")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).RequirePermission(Permissions.AuditRead);
    }

    /// <param name="objectId">Only those about this object.</param>
    /// <param name="correlationId">Only those of this piece of work: the trace id of the answer.</param>
    private static async Task<Results<Ok<Page<ReceiptItem>>, ProblemHttpResult>> ListAsync(
        string? objectId, string? correlationId, string? after, int? limit, HttpContext http, AuditDbContext db, CancellationToken ct)
    {
        long? before = null;
        if (after is not null)
        {
            if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                return Problems.Validation("after", "Not a cursor of this list.");
            before = sequence;
        }

        var (take, caller) = (Paging.Limit(limit), http.User.CallerId());
        var rows = await FoundEntry.In(db)
            .Where(f => f.Entry.ActorId == caller && (objectId == null || f.Details!.ObjectId == objectId) && (correlationId == null || f.Details!.CorrelationId == correlationId))
            .Where(f => before == null || f.Entry.Sequence < before)
            .OrderByDescending(f => f.Entry.Sequence).Take(take + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, take, Item, f => f.Entry.Sequence.ToString(CultureInfo.InvariantCulture)));
    }

    private static ReceiptItem Item(FoundEntry found) => new(
        found.Entry.EventId, found.Entry.Sequence, found.Entry.Action, found.Details?.ObjectType, found.Details?.ObjectId, found.Entry.Outcome, found.Entry.OccurredAt, found.Details?.CorrelationId);

    /// <param name="witnessed">False to be content with the log's own signature.</param>
    private static async Task<Results<Ok<ReceiptResponse>, ProblemHttpResult>> GetAsync(
        Guid eventId, bool? witnessed, HttpContext http, AuditDbContext db, OfflineProofs proofs, Disclosure disclosure, AccessLog access, CancellationToken ct)
    {
        // Who caused something else learns nothing, not even that it is there.
        if (await FoundEntry.In(db).SingleOrDefaultAsync(f => f.Entry.EventId == eventId, ct) is not { Entry: var entry } found
            || (entry.ActorId != http.User.CallerId() && !http.User.HasPermission(Permissions.AuditRead)))
            return Problems.NotFound("entry");
        var (proof, why) = await MakeAsync(entry, witnessed, proofs, ct);
        if (proof is null)
            return Problem(why);
        if (!(await disclosure.OfAsync([entry], ct)).TryGetValue(entry.Sequence, out var disclosed))
            return Problem(NoProof.Damaged);
        await access.ReadAsync(db, http.User, "receipt", found, ct);
        return TypedResults.Ok(new ReceiptResponse(
            entry.Sequence,
            entry.EventId,
            Convert.ToBase64String(entry.Canonical),
            Convert.ToHexStringLower(MerkleHash.Leaf(entry.Canonical)),
            proof.Text,
            proof.Witnessed,
            disclosed?.PayloadBase64,
            disclosed?.NonceHex));
    }

    /// <param name="witnessed">False to be content with the log's own signature.</param>
    private static async Task<IResult> ProofAsync(long sequence, bool? witnessed, HttpContext http, AuditDbContext db, OfflineProofs proofs, AccessLog access, CancellationToken ct)
    {
        if (await FoundEntry.In(db).SingleOrDefaultAsync(f => f.Entry.Sequence == sequence, ct) is not { } found)
            return Problems.NotFound("entry");
        var (proof, why) = await MakeAsync(found.Entry, witnessed, proofs, ct);
        if (proof is null)
            return Problem(why);
        await access.ReadAsync(db, http.User, "proof", found, ct);
        return TypedResults.Text(proof.Text, "text/plain; charset=utf-8");
    }

    private static Task<(OfflineProof? Proof, NoProof? Why)> MakeAsync(LogEntry entry, bool? witnessed, OfflineProofs proofs, CancellationToken ct) =>
        proofs.MakeAsync(entry.Sequence, MerkleHash.Leaf(entry.Canonical), witnessed == false, ct);

    private static ProblemHttpResult Problem(NoProof? why) => why == NoProof.Damaged
        ? Problems.Conflict("log-damaged", "What is stored does not fit together. Ask for a verification of the log to learn where.")
        : Problems.Conflict("not-yet-published", "No published checkpoint covers the entry yet. Ask again in some seconds.");
}
