using System.Globalization;
using System.Text;
using Governance.Audit.Checkpoints;
using Governance.Audit.Merkle;
using Governance.Audit.Tiles;

namespace Governance.Audit.Proofs;

/// <param name="Text">C2SP tlog-proof.</param>
/// <param name="Witnessed">Whether enough witnesses have cosigned its checkpoint.</param>
internal sealed record OfflineProof(string Text, bool Witnessed);

/// <summary>Why there is no proof.</summary>
internal enum NoProof
{
    /// <summary>The entry is younger than the newest checkpoint.</summary>
    NotYetCovered,

    /// <summary>What is stored does not lead to the checkpoint's root.</summary>
    Damaged,
}

/// <summary>Makes proofs that can be checked without this service: index, hashes and the checkpoint they lead to.</summary>
internal sealed class OfflineProofs(LogReader reader, ServedCheckpoint served)
{
    /// <param name="alsoUnwitnessed">Rather a newer checkpoint than a witnessed one.</param>
    public async Task<(OfflineProof? Proof, NoProof? Why)> MakeAsync(long index, byte[] leafHash, bool alsoUnwitnessed, CancellationToken ct)
    {
        if (served.Newest(alsoUnwitnessed) is not { } against || against.Checkpoint.Size <= index)
            return (null, NoProof.NotYetCovered);
        var (size, root) = (against.Checkpoint.Size, against.Checkpoint.Root);
        // A proof that does not hold is never handed out.
        if (await reader.HashAsync(ProofShape.Inclusion(index, size), ct) is not { } path || !ProofVerifier.Inclusion(index, size, leafHash, path, root))
            return (null, NoProof.Damaged);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"c2sp.org/tlog-proof@v1\nindex {index}\n"));
        foreach (var hash in path)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return (new OfflineProof(text.Append('\n').Append(against.Note).ToString(), served.IsWitnessed(against)), null);
    }
}
