using Governance.Audit.Merkle;
using Governance.Audit.Proofs;
using Governance.Notes;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

internal enum WitnessState
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>It cosigned the newest checkpoint that it was shown.</summary>
    Cosigned,

    /// <summary>No answer that counts.</summary>
    Failing,

    /// <summary>It saw a log that this one does not continue.</summary>
    Objecting,
}

/// <summary>What objection a witness raised.</summary>
internal static class ObjectionReasons
{
    public const string SawAnotherLog = "witness-saw-another-log";
    public const string SawLongerLog = "witness-saw-longer-log";
}

/// <summary>One configured witness and how things stand with it.</summary>
internal sealed class Witness(Uri url, VerifierKey key)
{
    public Uri Url { get; } = url;

    public VerifierKey Key { get; } = key;

    public WitnessState State { get; set; }

    /// <summary>Size that it cosigned last, as far as known.</summary>
    public long? CosignedSize { get; set; }

    public DateTimeOffset? CosignedAt { get; set; }

    public string? Problem { get; set; }

    /// <summary>After a failure it is left alone for a while, so that it does not hold up the others.</summary>
    public DateTimeOffset RetryAt { get; set; }

    /// <summary>Its line on the checkpoint of <see cref="CosignedSize"/>.</summary>
    public NoteSignature? Cosignature { get; set; }
}

/// <summary>Shows the published checkpoint to every witness and gathers cosignatures until there are enough.</summary>
internal sealed class Witnesses
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private readonly PublishedFolder _folder;
    private readonly LogReader _reader;
    private readonly WitnessClient _client;
    private readonly CheckpointFindings _findings;
    private readonly TimeProvider _clock;

    public Witnesses(IOptions<CheckpointOptions> options, PublishedFolder folder, LogReader reader, WitnessClient client, CheckpointFindings findings, TimeProvider clock)
    {
        (_folder, _reader, _client, _findings, _clock) = (folder, reader, client, findings, clock);
        Quorum = options.Value.Quorum;
        All = [.. options.Value.Witnesses.Select(w => new Witness(new Uri(w.Url), VerifierKey.TryParse(w.VerifierKey, out var key) ? key : throw new InvalidOperationException("Checkpoints:Witnesses")))];
    }

    public int Quorum { get; }

    public IReadOnlyList<Witness> All { get; }

    /// <summary>Verifier keys, for those who check.</summary>
    public IReadOnlyList<VerifierKey> Keys => [.. All.Select(w => w.Key)];

    public async Task CosignAsync(PublishedCheckpoint published, CancellationToken ct)
    {
        if (Quorum == 0 || _folder.ReadWitnessed() is { } witnessed && witnessed.Note.Text == published.Note.Text && CountOn(witnessed.Note) == All.Count)
            return;
        await Task.WhenAll(All.Where(w => !HasCosigned(w, published) && w.RetryAt <= _clock.GetUtcNow()).Select(w => AskAsync(w, published, ct)));
        var cosignatures = All.Where(w => HasCosigned(w, published)).Select(w => w.Cosignature!).ToList();
        if (cosignatures.Count < Quorum)
            return;
        using var claim = _folder.TryClaim();
        // Another process may have brought a later one meanwhile; what is witnessed never goes back.
        if (claim is null || _folder.ReadWitnessed() is { } newer && (newer.Checkpoint.Size > published.Checkpoint.Size || IsNoBetter(newer, published, cosignatures.Count)))
            return;
        _folder.WriteWitnessed(published.Note.With(cosignatures));
    }

    /// <summary>How many of our witnesses have cosigned the note.</summary>
    public int CountOn(SignedNote note) => note.VerifiedBy(Keys).Count;

    private bool IsNoBetter(PublishedCheckpoint standing, PublishedCheckpoint published, int cosignatures) =>
        standing.Note.Text == published.Note.Text && CountOn(standing.Note) >= cosignatures && standing.Note.Signatures.Count >= published.Note.Signatures.Count + cosignatures;

    private static bool HasCosigned(Witness witness, PublishedCheckpoint published) =>
        witness.Cosignature is { } signature && witness.CosignedSize == published.Checkpoint.Size && witness.Key.Verifies(published.Note.TextBytes, signature);

    private async Task AskAsync(Witness witness, PublishedCheckpoint published, CancellationToken ct)
    {
        var old = witness.CosignedSize ?? 0;
        // Once to learn what it knows, once to answer that; a third time in case another process was faster.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (old > published.Checkpoint.Size)
            {
                await SawMoreAsync(witness, published, old, ct);
                return;
            }

            if (await ProveAsync(old, published.Checkpoint, ct) is not { } proof)
            {
                Fail(witness, RefusalReasons.LogDamaged);
                return;
            }

            switch (await _client.AddCheckpointAsync(witness.Url, witness.Key, old, proof, published.Note, ct))
            {
                case WitnessAnswer.Cosigned cosigned:
                    (witness.Cosignature, witness.CosignedSize, witness.CosignedAt) = (cosigned.Signature, published.Checkpoint.Size, _clock.GetUtcNow());
                    (witness.State, witness.Problem) = (WitnessState.Cosigned, null);
                    return;
                case WitnessAnswer.KnowsSize knows:
                    (old, witness.CosignedSize) = (knows.Size, knows.Size);
                    break;
                case WitnessAnswer.Objected:
                    await ObjectAsync(witness, published, ObjectionReasons.SawAnotherLog, old, ct);
                    return;
                case WitnessAnswer.Failed failed:
                    Fail(witness, failed.Code);
                    return;
            }
        }
    }

    private void Fail(Witness witness, string code) => (witness.State, witness.Problem, witness.RetryAt) = (WitnessState.Failing, code, _clock.GetUtcNow() + Rest);

    /// <summary>A witness ahead of us is no alarm when another process of ours has published meanwhile.</summary>
    private async Task SawMoreAsync(Witness witness, PublishedCheckpoint published, long size, CancellationToken ct)
    {
        if (_folder.ReadSigned() is { } latest && latest.Checkpoint.Size >= size)
            return;
        await ObjectAsync(witness, published, ObjectionReasons.SawLongerLog, size, ct);
    }

    private async Task ObjectAsync(Witness witness, PublishedCheckpoint published, string reason, long size, CancellationToken ct)
    {
        (witness.State, witness.Problem) = (WitnessState.Objecting, reason);
        await _findings.WitnessObjectedAsync(witness.Key.Name, reason, size, published.Checkpoint, ct);
    }

    private async Task<IReadOnlyList<byte[]>?> ProveAsync(long old, Checkpoint checkpoint, CancellationToken ct) =>
        old == 0 || old == checkpoint.Size ? [] : await _reader.HashAsync(ProofShape.Consistency(old, checkpoint.Size), ct);
}
