using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Verify;

/// <summary>Base 64 with one spelling for each value.</summary>
internal static class Base64
{
    public static byte[]? Strict(string text)
    {
        var bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes.AsSpan(0, length)) == text ? bytes[..length] : null;
    }
}

/// <summary>A public key whose signatures count, <c>name+hex(id)+base64(type ‖ key)</c>.</summary>
internal sealed record TrustedKey(string Name, uint Id, byte Type, byte[] Public)
{
    public const byte Log = 1;
    public const byte Witness = 4;

    public static TrustedKey Parse(string text, byte type)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length == 3 && parts[0].Length > 0 && Base64.Strict(parts[2]) is { Length: 33 } bytes && bytes[0] == type
            && uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            && id == BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), (byte)'\n', .. bytes])))
            return new TrustedKey(parts[0], id, type, bytes[1..]);
        throw new Refusal(ExitCode.Usage, $"'{text}' is not the verifier key of a {(type == Log ? "log" : "witness")}: it has the form name+id+base64, and its id has to fit.");
    }
}

/// <summary>A checkpoint that was signed by whom we trust.</summary>
/// <param name="SignedBy">Names of the log's keys.</param>
/// <param name="Witnesses">Names of the witnesses, with the time at which each cosigned.</param>
internal sealed record TrustedCheckpoint(string Origin, long Size, byte[] Root, IReadOnlyList<string> SignedBy, IReadOnlyList<(string Name, DateTimeOffset At)> Witnesses);

/// <summary>Whose word counts, and how many witnesses it takes.</summary>
internal sealed record Trust(IReadOnlyList<TrustedKey> Log, IReadOnlyList<TrustedKey> Witnesses, int Quorum)
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="Refusal">It is no checkpoint, or not signed as it has to be.</exception>
    public TrustedCheckpoint Open(ReadOnlySpan<byte> bytes, string what)
    {
        var note = Text(bytes, what);
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
            throw Unusable(what);
        var (text, lines) = (note[..(split + 1)], note[(split + 2)..^1].Split('\n'));
        var checkpoint = text.Split('\n');
        if (checkpoint.Length < 4 || checkpoint[..^1].Any(l => l.Length == 0) || !Number(checkpoint[1], out var size) || Base64.Strict(checkpoint[2]) is not { Length: 32 } root || lines.Length > 100)
            throw Unusable(what);
        var (signed, witnessed) = (new List<string>(), new List<(string, DateTimeOffset)>());
        foreach (var line in lines)
            Check(line, Utf8.GetBytes(text), what, signed, witnessed);
        if (signed.Count == 0)
            throw new Refusal(ExitCode.NotSigned, $"{what} is not signed by any of the log's keys that you trust.");
        // The key of one log says nothing about another, also when both are trusted.
        if (!signed.Contains(checkpoint[0]))
            throw new Refusal(ExitCode.NotSigned, $"{what} is of the log '{checkpoint[0]}', and not signed by a key of it that you gave.");
        if (witnessed.Count < Quorum)
            throw new Refusal(ExitCode.NotWitnessed, $"{what} is cosigned by {witnessed.Count} of the witnesses that you trust; you ask for {Quorum}.");
        return new TrustedCheckpoint(checkpoint[0], size, root, signed, witnessed);
    }

    /// <summary>Text without control characters.</summary>
    public static string Text(ReadOnlySpan<byte> bytes, string what)
    {
        if (bytes.Length > MaxBytes)
            throw Unusable(what);
        try
        {
            var text = Utf8.GetString(bytes);
            return text.Any(c => c < ' ' && c != '\n') ? throw Unusable(what) : text;
        }
        catch (DecoderFallbackException)
        {
            throw Unusable(what);
        }
    }

    /// <summary>ASCII decimal without leading zeroes.</summary>
    public static bool Number(string text, out long number)
    {
        number = 0;
        return text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0') && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private void Check(string line, byte[] text, string what, List<string> signed, List<(string, DateTimeOffset)> witnessed)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "\u2014" || parts[1].Length == 0 || Base64.Strict(parts[2]) is not { Length: > 4 } bytes)
            throw Unusable(what);
        var id = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (Log.Concat(Witnesses).FirstOrDefault(k => k.Id == id && k.Name == parts[1]) is not { } key)
            return;
        var time = 0UL;
        var message = text;
        var signature = bytes.AsSpan(4);
        if (key.Type == TrustedKey.Witness && signature.Length == 72)
        {
            time = BinaryPrimitives.ReadUInt64BigEndian(signature);
            message = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];
            signature = signature[8..];
        }

        // 253402300799 is the last second of the year 9999.
        if (time > 253402300799 || !Ed25519.Verify(key.Public, message, signature))
            throw new Refusal(ExitCode.NotSigned, $"{what} carries a signature in the name of '{key.Name}' that is wrong. It was changed, or somebody else signed it.");
        if (key.Type == TrustedKey.Log && !signed.Contains(key.Name))
            signed.Add(key.Name);
        else if (key.Type == TrustedKey.Witness && witnessed.TrueForAll(w => w.Item1 != key.Name))
            witnessed.Add((key.Name, DateTimeOffset.FromUnixTimeSeconds((long)time)));
    }

    private static Refusal Unusable(string what) => new(ExitCode.Unusable, $"{what} is not a checkpoint: it is damaged, cut off, or something else.");
}
