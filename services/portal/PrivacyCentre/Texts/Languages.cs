using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Governance.Portal.PrivacyCentre.Texts;

/// <summary>The languages there are: a file each in <c>Texts</c>, and in the organisation's own folder.</summary>
internal sealed class Languages
{
    private const string Prefix = "Governance.Portal.PrivacyCentre.Texts.";
    private const string Fallback = "en";
    private readonly SortedDictionary<string, Language> _all = new(StringComparer.OrdinalIgnoreCase);

    public Languages(IOptions<PrivacyCentreOptions> options)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(n => n[Prefix.Length..^".json".Length], n => Read(assembly.GetManifestResourceStream(n)!), StringComparer.OrdinalIgnoreCase);
        foreach (var path in options.Value.TextsFolder is { } folder ? Directory.GetFiles(folder, "*.json") : [])
        {
            var code = Path.GetFileNameWithoutExtension(path);
            var texts = files[code] = new(files.GetValueOrDefault(code, []), StringComparer.Ordinal);
            foreach (var (key, text) in Read(File.OpenRead(path)))
                texts[key] = text;
        }
        foreach (var (code, texts) in files)
            _all[code] = new Language(code.ToLowerInvariant(), files[Fallback].ToDictionary(e => e.Key, e => texts.GetValueOrDefault(e.Key, e.Value), StringComparer.Ordinal));
    }

    public IReadOnlyCollection<Language> All => _all.Values;

    public Language? Find(string? code) => code is not null && _all.TryGetValue(code, out var language) ? language : null;

    /// <summary>The best of what the browser says its reader reads (RFC 9110 section 12.5.4).</summary>
    public Language For(HttpRequest request)
    {
        var accepted = StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var list) ? list : [];
        return accepted.Where(a => a.Quality is not 0).OrderByDescending(a => a.Quality ?? 1)
            .Select(a => Find(a.Value.Value) ?? Find(a.Value.Value?.Split('-')[0])).FirstOrDefault(l => l is not null)
            ?? _all[Fallback];
    }

    private static Dictionary<string, string> Read(Stream file)
    {
        using (file)
            return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }
}
