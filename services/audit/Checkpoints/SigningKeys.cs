using Governance.Notes;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

/// <summary>A private key and when it signs.</summary>
internal sealed record SigningKey(NoteSigner Signer, DateTimeOffset? From, DateTimeOffset? Until)
{
    public bool SignsAt(DateTimeOffset now) => (From is null || now >= From) && (Until is null || now < Until);
}

/// <summary>The log's keys. Read once, at start-up: a reference that leads to no key stops the service.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly List<SigningKey> _keys;
    private readonly List<VerifierKey> _retired;

    public SigningKeys(IOptions<CheckpointOptions> options)
    {
        Origin = options.Value.Origin;
        _keys = [.. options.Value.Keys.Select(k => new SigningKey(new NoteSigner(Origin, SignatureType.Ed25519, KeyReference.ReadSeed(k.Secret)), k.SignsFrom, k.SignsUntil))];
        _retired = [.. options.Value.RetiredKeys.Select(k => VerifierKey.TryParse(k, out var key) ? key : throw new OptionsValidationException("Checkpoints", typeof(CheckpointOptions), ["Checkpoints:RetiredKeys"]))];
        Verifiers = [.. _keys.Select(k => k.Signer.Key), .. _retired];
    }

    public string Origin { get; }

    /// <summary>Every key whose signature on a checkpoint of this log counts.</summary>
    public IReadOnlyList<VerifierKey> Verifiers { get; }

    public IReadOnlyList<SigningKey> All => _keys;

    public IReadOnlyList<VerifierKey> Retired => _retired;

    public IEnumerable<VerifierKey> Active(DateTimeOffset now) => _keys.Where(k => k.SignsAt(now)).Select(k => k.Signer.Key);

    /// <summary>Signed by every key whose time it is. Throws rather than return a signature that does not verify.</summary>
    public SignedNote Sign(Checkpoint checkpoint, DateTimeOffset now)
    {
        var note = new SignedNote(checkpoint.ToText(), []);
        var text = note.TextBytes;
        note = note.With(_keys.Where(k => k.SignsAt(now)).Select(k => k.Signer.Sign(text, now)));
        return note.Signatures.Count > 0 && note.VerifiedBy(Verifiers).Count == note.Signatures.Count
            ? note
            : throw new InvalidOperationException("No key signs at this time, or a signature does not verify.");
    }

    /// <summary>The checkpoint, when the note is one of this log and signed by it.</summary>
    public Checkpoint? Read(SignedNote note) =>
        note.VerifiedBy(Verifiers).Count > 0 && Checkpoint.TryParse(note.Text, out var checkpoint) && checkpoint.Origin == Origin ? checkpoint : null;

    public void Dispose() => _keys.ForEach(k => k.Signer.Dispose());
}
