using Governance.Audit.Merkle;
using Governance.Audit.Proofs;
using Governance.Notes;
using Governance.ServiceDefaults;
using Npgsql;

namespace Governance.Audit.Checkpoints;

internal enum PublishState
{
    /// <summary>A new checkpoint stands in the folder.</summary>
    Published,

    /// <summary>The tree has not grown.</summary>
    Unchanged,

    /// <summary>Another process publishes right now.</summary>
    Busy,

    /// <summary>The log in the database does not continue the published one: nothing is signed.</summary>
    Refused,
}

/// <summary>Why nothing is signed.</summary>
internal static class RefusalReasons
{
    /// <summary>Fewer entries than were published: cut off, or an old backup put back.</summary>
    public const string LogShrank = "log-shrank";

    /// <summary>The published entries are no longer the beginning of the log.</summary>
    public const string HistoryRewritten = "history-rewritten";

    /// <summary>The stored hashes do not fit together.</summary>
    public const string LogDamaged = "log-damaged";

    /// <summary>What stands in the folder is no checkpoint of this log.</summary>
    public const string PublishedUnreadable = "published-unreadable";

    /// <summary>None of the configured keys signs at this time.</summary>
    public const string NoSigningKey = "no-signing-key";
}

/// <param name="Current">The checkpoint that stands in the folder afterwards.</param>
/// <param name="Log">What the database says its tree is.</param>
internal sealed record PublishResult(PublishState State, PublishedCheckpoint? Current, Checkpoint? Log, string? Reason = null)
{
    /// <summary>Nothing had been published before.</summary>
    public bool IsFirst { get; init; }
}

/// <summary>Signs the tree as it is now, after proving that it continues the one published last.</summary>
internal sealed class CheckpointPublisher(NpgsqlDataSource database, LogReader reader, SigningKeys keys, PublishedFolder folder, FaultPoints faults, TimeProvider clock)
{
    public async Task<PublishResult> PublishAsync(CancellationToken ct)
    {
        using var claim = folder.TryClaim();
        if (claim is null)
            return new(PublishState.Busy, null, null);
        PublishedCheckpoint? last;
        try
        {
            last = folder.ReadSigned();
        }
        catch (UnreadableCheckpointException)
        {
            return new(PublishState.Refused, null, null, RefusalReasons.PublishedUnreadable);
        }

        if (await ReadHeadAsync(ct) is not { } log)
            return new(PublishState.Refused, last, null, RefusalReasons.LogDamaged);
        if (await ReasonToRefuseAsync(last?.Checkpoint, log, ct) is { } reason)
            return new(PublishState.Refused, last, log, reason);

        var now = clock.GetUtcNow();
        var active = keys.Active(now).ToList();
        if (active.Count == 0)
            return new(PublishState.Refused, last, log, RefusalReasons.NoSigningKey);
        if (log.Size == 0 || (last is not null && last.Checkpoint.Size == log.Size && IsSignedBy(last.Note, active)))
            return new(PublishState.Unchanged, last, log);

        faults.Hit("audit.checkpoint.before-sign");
        var note = keys.Sign(log, now);
        folder.WriteSigned(note);
        return new(PublishState.Published, new PublishedCheckpoint(note, log, now), log) { IsFirst = last is null };
    }

    private async Task<string?> ReasonToRefuseAsync(Checkpoint? published, Checkpoint log, CancellationToken ct)
    {
        if (published is not null && log.Size < published.Size)
            return RefusalReasons.LogShrank;
        if (log.Size == 0)
            return log.Root.AsSpan().SequenceEqual(MerkleHash.Empty()) ? null : RefusalReasons.LogDamaged;

        var from = published is { Size: > 0 } ? published.Size : log.Size;
        if (await reader.HashAsync([new(0, log.Size), .. ProofShape.Consistency(from, log.Size)], ct) is not { } found
            || !found[0].AsSpan().SequenceEqual(log.Root))
            return RefusalReasons.LogDamaged;
        return published is null or { Size: 0 } || ProofVerifier.Consistency(from, log.Size, published.Root, log.Root, [.. found.Skip(1)])
            ? null
            : RefusalReasons.HistoryRewritten;
    }

    private static bool IsSignedBy(SignedNote note, List<VerifierKey> active)
    {
        var signed = note.VerifiedBy(active);
        return active.TrueForAll(signed.Contains);
    }

    private async Task<Checkpoint?> ReadHeadAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT size, root_hash FROM log_head WHERE id = 1");
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new Checkpoint(keys.Origin, rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) : null;
    }
}
