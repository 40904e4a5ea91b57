using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Governance.Notes;

/// <summary>Size and root of a log's tree, the text of a signed note (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Which log.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Extension lines are accepted and left out of account: nothing vouches for them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4
            || lines[^1].Length > 0
            || lines[..^1].Any(line => line.Length == 0)
            || !TryParseSize(lines[1], out var size)
            || StrictBase64.Decode(lines[2]) is not { Length: SHA256.HashSizeInBytes } root)
            return false;
        checkpoint = new Checkpoint(lines[0], size, root);
        return true;
    }

    /// <summary>ASCII decimal without leading zeroes.</summary>
    public static bool TryParseSize(string text, out long size)
    {
        size = 0;
        return text.Length > 0 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size);
    }
}
