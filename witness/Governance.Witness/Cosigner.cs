using System.Collections.Frozen;
using System.Security.Cryptography;
using Governance.Notes;
using Microsoft.Extensions.Options;

namespace Governance.Witness;

internal enum Verdict
{
    Cosigned,
    Malformed,
    UnknownLog,
    NotSigned,
    WrongOldSize,
    AnotherRoot,
    NotConsistent,
}

/// <param name="Cosignature">Only of <see cref="Verdict.Cosigned"/>.</param>
/// <param name="KnownSize">Size of the newest checkpoint cosigned of this log.</param>
internal sealed record Answer(Verdict Verdict, NoteSignature? Cosignature = null, long KnownSize = 0);

/// <summary>Cosigns a checkpoint when it continues the one cosigned before it, and remembers it before saying so (C2SP tlog-witness).</summary>
internal sealed class Cosigner : IDisposable
{
    private readonly FrozenDictionary<string, IReadOnlyCollection<VerifierKey>> _logs;
    private readonly NoteSigner _signer;
    private readonly CosignedStore _store;
    private readonly TimeProvider _clock;
    private readonly Lock _oneAtATime = new();

    public Cosigner(IOptions<WitnessOptions> options, NoteSigner signer, CosignedStore store, TimeProvider clock)
    {
        (_signer, _store, _clock) = (signer, store, clock);
        _logs = options.Value.Logs.ToFrozenDictionary(
            l => l.Origin,
            l => (IReadOnlyCollection<VerifierKey>)[.. l.VerifierKeys.Select(k => VerifierKey.TryParse(k, out var key) ? key : throw new InvalidOperationException("Witness:Logs"))]);
    }

    public VerifierKey Key => _signer.Key;

    public IEnumerable<string> Origins => _logs.Keys;

    /// <exception cref="DamagedMemoryException"/>
    public (Checkpoint Checkpoint, SignedNote Note)? Newest(string origin) => _store.Read(origin);

    /// <exception cref="DamagedMemoryException"/>
    public Answer Add(ReadOnlySpan<byte> body)
    {
        if (!AddCheckpointRequest.TryParse(body, out var request))
            return new(Verdict.Malformed);
        var checkpoint = request.Checkpoint;
        if (!_logs.TryGetValue(checkpoint.Origin, out var keys))
            return new(Verdict.UnknownLog);
        var signed = request.Note.VerifiedBy(keys);
        if (signed.Count == 0)
            return new(Verdict.NotSigned);
        if (request.Old > checkpoint.Size)
            return new(Verdict.Malformed);
        // Checking and remembering are one step: of two requests at once the second sees what the first left.
        lock (_oneAtATime)
            return Add(request, checkpoint, signed);
    }

    public void Dispose() => _signer.Dispose();

    private Answer Add(AddCheckpointRequest request, Checkpoint checkpoint, IReadOnlyList<VerifierKey> signed)
    {
        var known = _store.Read(checkpoint.Origin)?.Checkpoint;
        var size = known?.Size ?? 0;
        if (request.Old != size)
            return new(Verdict.WrongOldSize, KnownSize: size);
        if (size == 0 || size == checkpoint.Size)
        {
            if (size == checkpoint.Size && known is not null && !known.Root.AsSpan().SequenceEqual(checkpoint.Root))
                return new(Verdict.AnotherRoot, KnownSize: size);
            if (request.Proof.Count > 0)
                return new(Verdict.NotConsistent);
            if (checkpoint.Size == 0 && !checkpoint.Root.AsSpan().SequenceEqual(SHA256.HashData([])))
                return new(Verdict.NotConsistent);
        }
        else if (!ConsistencyProof.Holds(size, checkpoint.Size, known!.Root, checkpoint.Root, request.Proof))
        {
            return new(Verdict.NotConsistent);
        }

        var cosignature = _signer.Sign(request.Note.TextBytes, _clock.GetUtcNow());
        // Only what is vouched for is remembered: anybody can add lines to a checkpoint, until it is too long to be read again.
        var note = new SignedNote(request.Note.Text, [.. signed.Select(k => request.Note.Signatures.First(s => (s.KeyName, s.KeyId) == (k.Name, k.Id))), cosignature]);
        if (note.ToBytes().Length > SignedNote.MaxBytes)
            return new(Verdict.Malformed);
        _store.Write(checkpoint.Origin, note);
        return new(Verdict.Cosigned, cosignature);
    }
}
