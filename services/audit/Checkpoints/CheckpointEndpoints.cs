using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Audit.Checkpoints;

/// <summary>State of publishing and witnessing.</summary>
/// <param name="LogSize">Entries of the log, published or not.</param>
/// <param name="Quorum">Cosignatures that make a checkpoint witnessed; 0 without witnesses.</param>
/// <param name="Published">As signed by the log.</param>
/// <param name="Witnessed">The newest with enough cosignatures.</param>
/// <param name="Refusal">Why no checkpoint is signed; null while all is well.</param>
internal sealed record CheckpointStatusResponse(
    string Origin, long? LogSize, int Quorum, CheckpointResponse? Published, CheckpointResponse? Witnessed, string? Refusal, IReadOnlyList<WitnessResponse> Witnesses);

/// <param name="RootHash">Hex.</param>
/// <param name="Note">The signed text itself.</param>
internal sealed record CheckpointResponse(long Size, string RootHash, DateTimeOffset PublishedAt, IReadOnlyList<string> SignedBy, string Note);

/// <param name="CosignedSize">Size that it cosigned last, as far as known.</param>
/// <param name="Problem">A stable code; null while all is well.</param>
internal sealed record WitnessResponse(string Name, string VerifierKey, WitnessState State, long? CosignedSize, DateTimeOffset? CosignedAt, string? Problem);

/// <summary>Whom to believe, to be noted down before anything is to be checked.</summary>
internal sealed record LogKeysResponse(string Origin, IReadOnlyList<LogKeyResponse> Keys, IReadOnlyList<string> Witnesses, int Quorum);

/// <param name="VerifierKey">In the form of C2SP signed-note.</param>
/// <param name="Signs">Whether it signs new checkpoints now.</param>
internal sealed record LogKeyResponse(string VerifierKey, bool Signs, DateTimeOffset? From, DateTimeOffset? Until);

internal static class CheckpointEndpoints
{
    public static void MapCheckpoints(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/log").WithTags("Checkpoints");
        group.MapGet("/checkpoints", Status).WithName("Audit.GetCheckpointStatus").WithSummary("Published and witnessed checkpoint, and how things stand with each witness").RequirePermission(Permissions.AuditRead);
        group.MapGet("/keys", Keys).WithName("Audit.GetLogKeys").WithSummary("Verifier keys of the log and of its witnesses").AllowPublic("public keys, to check checkpoints with");
    }

    private static Ok<CheckpointStatusResponse> Status(SigningKeys keys, Witnesses witnesses, PublishedFolder folder, CheckpointWorker worker)
    {
        var (published, witnessed) = (Read(folder.ReadSigned), Read(folder.ReadWitnessed));
        return TypedResults.Ok(new CheckpointStatusResponse(
            keys.Origin,
            worker.Last?.Log?.Size,
            witnesses.Quorum,
            published is null ? null : Response(published),
            witnesses.Quorum == 0 || witnessed is null ? null : Response(witnessed),
            worker.Refusal,
            [.. witnesses.All.Select(w => new WitnessResponse(w.Key.Name, w.Key.ToString(), w.State, w.CosignedSize, w.CosignedAt, w.Problem))]));

        CheckpointResponse Response(PublishedCheckpoint checkpoint) => new(
            checkpoint.Checkpoint.Size,
            Convert.ToHexStringLower(checkpoint.Checkpoint.Root),
            checkpoint.PublishedAt,
            [.. checkpoint.Note.VerifiedBy([.. keys.Verifiers, .. witnesses.Keys]).Select(k => k.ToString())],
            checkpoint.Note.ToString());
    }

    private static Ok<LogKeysResponse> Keys(SigningKeys keys, Witnesses witnesses, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new LogKeysResponse(
            keys.Origin,
            [.. keys.All.Select(k => new LogKeyResponse(k.Signer.Key.ToString(), k.SignsAt(now), k.From, k.Until)), .. keys.Retired.Select(k => new LogKeyResponse(k.ToString(), false, null, null))],
            [.. witnesses.Keys.Select(k => k.ToString())],
            witnesses.Quorum));
    }

    private static PublishedCheckpoint? Read(Func<PublishedCheckpoint?> read)
    {
        try
        {
            return read();
        }
        catch (UnreadableCheckpointException)
        {
            return null;
        }
    }
}
