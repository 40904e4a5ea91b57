using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Governance.Notes;

/// <summary>One signature line of a note. <paramref name="Bytes"/> is what follows the key id.</summary>
public sealed record NoteSignature(string KeyName, uint KeyId, byte[] Bytes)
{
    private const string Dash = "\u2014 ";

    /// <summary>The line with its newline.</summary>
    public string ToLine()
    {
        Span<byte> id = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, KeyId);
        return $"{Dash}{KeyName} {Convert.ToBase64String([.. id, .. Bytes])}\n";
    }

    /// <param name="line">Without its newline.</param>
    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Dash, StringComparison.Ordinal)
            || line[Dash.Length..].Split(' ') is not [var name, var encoded]
            || !VerifierKey.IsName(name)
            || StrictBase64.Decode(encoded) is not { Length: > sizeof(uint) } bytes)
            return false;
        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
        return true;
    }
}

/// <summary>Text with signatures (C2SP signed-note). A parsed note proves nothing before <see cref="VerifiedBy"/> has.</summary>
/// <param name="Text">Ends in a newline, which is signed too.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxSignatures = 64;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public byte[] TextBytes => Utf8.GetBytes(Text);

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        if (bytes.Length > MaxBytes)
            return false;
        string all;
        try
        {
            all = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        // The last empty line parts text and signatures: the text may hold empty lines of its own.
        var split = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !all.EndsWith('\n') || all.Any(c => c < ' ' && c != '\n'))
            return false;
        var lines = all[(split + 2)..].Split('\n');
        if (lines.Length is < 2 or > MaxSignatures + 1)
            return false;
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines[..^1])
        {
            if (!NoteSignature.TryParse(line, out var signature))
                return false;
            signatures.Add(signature);
        }

        note = new SignedNote(all[..(split + 1)], signatures);
        return true;
    }

    /// <summary>The known keys whose signature is there and right; none when a signature that names a known key is wrong.</summary>
    public IReadOnlyList<VerifierKey> VerifiedBy(IReadOnlyCollection<VerifierKey> known)
    {
        var text = TextBytes;
        var verified = new List<VerifierKey>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(k => k.Id == signature.KeyId && k.Name == signature.KeyName) is not { } key)
                continue;
            if (!key.Verifies(text, signature))
                return [];
            if (!verified.Contains(key))
                verified.Add(key);
        }

        return verified;
    }

    /// <summary>The same note with more signatures.</summary>
    public SignedNote With(IEnumerable<NoteSignature> more) => this with { Signatures = [.. Signatures, .. more] };

    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(s => s.ToLine()));
}
