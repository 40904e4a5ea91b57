using System.Diagnostics.CodeAnalysis;
using System.Text;
using Governance.Notes;

namespace Governance.Witness;

/// <summary>The body of <c>add-checkpoint</c>: <c>old N</c>, proof lines, an empty line, the checkpoint.</summary>
internal sealed record AddCheckpointRequest(long Old, IReadOnlyList<byte[]> Proof, SignedNote Note, Checkpoint Checkpoint)
{
    public const int MaxBytes = SignedNote.MaxBytes + 4096;
    private const int MaxProof = 63;
    private const int HashLength = 32;

    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AddCheckpointRequest? request)
    {
        request = null;
        var split = body.IndexOf("\n\n"u8);
        if (split < 0 || body[..split].ContainsAnyExceptInRange((byte)'\n', (byte)'~'))
            return false;
        var lines = Encoding.ASCII.GetString(body[..split]).Split('\n');
        if (lines.Length > 1 + MaxProof || !lines[0].StartsWith("old ", StringComparison.Ordinal) || !Checkpoint.TryParseSize(lines[0]["old ".Length..], out var old))
            return false;
        var proof = new List<byte[]>();
        foreach (var line in lines.Skip(1))
        {
            if (StrictBase64.Decode(line) is not { Length: HashLength } hash)
                return false;
            proof.Add(hash);
        }

        if (!SignedNote.TryParse(body[(split + 2)..], out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            return false;
        request = new AddCheckpointRequest(old, proof, note, checkpoint);
        return true;
    }
}
