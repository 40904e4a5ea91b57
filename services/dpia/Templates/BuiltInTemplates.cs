using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Templates;

/// <summary>The templates that the service carries as embedded data, <c>code.version.json</c>.</summary>
internal static class BuiltInTemplates
{
    public const string General = "general";

    private const string Prefix = "Templates/";

    private static readonly JsonSerializerOptions Json = new(StoredJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    public static IReadOnlyList<(Template Template, int Version)> All { get; } =
    [
        .. typeof(BuiltInTemplates).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(t => t.Template.Code, StringComparer.Ordinal).ThenBy(t => t.Version),
    ];

    private static (Template Template, int Version) Read(string resource)
    {
        using var stream = typeof(BuiltInTemplates).Assembly.GetManifestResourceStream(resource)!;
        var version = int.Parse(resource.Split('.')[^2], System.Globalization.CultureInfo.InvariantCulture);
        return (JsonSerializer.Deserialize<Template>(stream, Json)!, version);
    }
}

/// <summary>Puts versions that came with this release beside the published ones; what is there is never changed.</summary>
internal sealed class SeedTemplates(IServiceScopeFactory scopes, TimeProvider clock) : IStartupTask
{
    public int Order => 10;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DpiaDbContext>();
        var known = (await db.Templates.Select(t => new { t.Code, t.Version }).ToListAsync(ct)).Select(t => (t.Code, t.Version)).ToHashSet();
        foreach (var (template, version) in BuiltInTemplates.All.Where(t => !known.Contains((t.Template.Code, t.Version))))
            db.Add(PublishedTemplate.Of(template, version, builtIn: true, DpiaService.Name, clock.Now()));
        await db.SaveChangesAsync(ct);
    }
}
