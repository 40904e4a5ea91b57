using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Governance.Dsar.Mail;

/// <summary>The languages in which mails are written: one file each in <c>Mail/Texts</c>.</summary>
internal static class MailLanguages
{
    public const string Default = "en";
    private const string Prefix = "Governance.Dsar.Mail.Texts.";

    private static readonly FrozenDictionary<string, MailLanguage> Known = Load();

    public static IEnumerable<string> Codes => Known.Keys.Order(StringComparer.Ordinal);

    public static bool Knows(string code) => Known.ContainsKey(code);

    public static MailLanguage Of(string code) => Known.TryGetValue(code, out var language) ? language : Known[Default];

    private static FrozenDictionary<string, MailLanguage> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(n => n[Prefix.Length..^".json".Length], n =>
        {
            using var stream = assembly.GetManifestResourceStream(n)!;
            return new MailLanguage(JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!);
        });
    }
}

/// <summary>Sentences of one language, with named places (<c>{due}</c>) for what differs.</summary>
internal sealed class MailLanguage(IReadOnlyDictionary<string, string> texts)
{
    public IEnumerable<string> Keys => texts.Keys;

    public string this[string key] => texts[key];

    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var text = new StringBuilder();
        foreach (var part in texts[key].Split('{'))
        {
            var end = part.IndexOf('}', StringComparison.Ordinal);
            if (end < 0)
            {
                text.Append(part);
                continue;
            }
            foreach (var (name, value) in values)
            {
                if (part.AsSpan(0, end).SequenceEqual(name))
                    text.Append(CultureInfo.InvariantCulture, $"{value}");
            }
            text.Append(part, end + 1, part.Length - end - 1);
        }
        return text.ToString();
    }

    public string Date(DateOnly day) => day.ToString(texts["date"], CultureInfo.InvariantCulture);

    public string Time(DateTimeOffset at) => at.UtcDateTime.ToString(texts["time"], CultureInfo.InvariantCulture);
}
