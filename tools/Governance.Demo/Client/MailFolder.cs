using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Governance.Demo.Client;

public sealed record Mail(string To, string Subject, string Body, string Path);

/// <summary>Reads the messages that services left in a pick-up folder instead of sending them.</summary>
public sealed partial class MailFolder(string folder)
{
    /// <summary>The newest message to an address whose body matches, and that is not among those seen before.</summary>
    public async Task<Mail> WaitForAsync(string to, Regex body, IReadOnlySet<string> seen, TimeSpan limit, CancellationToken ct = default)
    {
        Mail? found = null;
        await Until.TrueAsync($"a message in {folder}", limit, () =>
        {
            found = Read().FirstOrDefault(m => !seen.Contains(m.Path) && m.To.Contains(to, StringComparison.OrdinalIgnoreCase) && body.IsMatch(m.Body));
            return Task.FromResult(found is not null);
        }, ct);
        return found!;
    }

    public IReadOnlySet<string> Paths() => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").ToHashSet() : [];

    public IEnumerable<Mail> Read() => Paths().OrderByDescending(File.GetLastWriteTimeUtc).Select(Parse).OfType<Mail>();

    private static Mail? Parse(string path)
    {
        var text = File.ReadAllText(path, Encoding.Latin1).Replace("\r\n", "\n", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var head = FoldPattern().Replace(text[..end], " ");
        return new Mail(Header(head, "To"), Header(head, "Subject"), Decode(text[(end + 2)..], Header(head, "Content-Transfer-Encoding")), path);
    }

    private static string Header(string head, string name) =>
        head.Split('\n').FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";

    private static string Decode(string body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
        "quoted-printable" => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(HexPattern().Replace(
            body.Replace("=\n", "", StringComparison.Ordinal),
            m => ((char)byte.Parse(m.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()))),
        _ => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)),
    };

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex FoldPattern();

    [GeneratedRegex("=[0-9A-F]{2}")]
    private static partial Regex HexPattern();
}
