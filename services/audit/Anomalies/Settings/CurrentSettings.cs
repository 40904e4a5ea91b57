using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Audit.Data;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Anomalies.Settings;

/// <summary>The thresholds in force: those that somebody set, else those of the configuration.</summary>
internal static class CurrentSettings
{
    public static async Task<AnomalySettings> ReadAsync(AuditDbContext db, AnomalyOptions options, CancellationToken ct) =>
        await db.Set<StoredSettings>().AsNoTracking().SingleOrDefaultAsync(ct) is { } stored ? Parse(stored.Document) : options.Settings;

    public static string Write(AnomalySettings settings) => JsonSerializer.Serialize(settings, MessageJson.Options);

    public static AnomalySettings Parse(string document) => JsonSerializer.Deserialize<AnomalySettings>(document, MessageJson.Options)!;

    /// <summary>Paths that differ, for example <c>bulkAccess.spreads</c>.</summary>
    public static IReadOnlyList<string> Changes(AnomalySettings before, AnomalySettings after)
    {
        var (one, other) = (Leaves(before), Leaves(after));
        return [.. one.Keys.Union(other.Keys).Where(k => one.GetValueOrDefault(k) != other.GetValueOrDefault(k)).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Leaves(AnomalySettings settings)
    {
        var leaves = new Dictionary<string, string>();
        Collect(JsonSerializer.SerializeToNode(settings, MessageJson.Options)!.AsObject(), "");
        return leaves;

        void Collect(JsonObject node, string path)
        {
            foreach (var (name, value) in node)
            {
                if (value is JsonObject inner)
                    Collect(inner, $"{path}{name}.");
                else
                    leaves[path + name] = value?.ToJsonString() ?? "null";
            }
        }
    }
}
