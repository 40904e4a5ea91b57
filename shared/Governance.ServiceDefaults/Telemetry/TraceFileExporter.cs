using System.Diagnostics;
using System.Text.Json;
using OpenTelemetry;

namespace Governance.ServiceDefaults.Telemetry;

/// <summary>Writes spans as JSON lines, for machines without a collector.</summary>
internal sealed class TraceFileExporter(string path) : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        using var writer = new StreamWriter(path, append: true);
        foreach (var activity in batch)
        {
            writer.WriteLine(JsonSerializer.Serialize(new
            {
                traceId = activity.TraceId.ToHexString(),
                spanId = activity.SpanId.ToHexString(),
                parentSpanId = activity.ParentSpanId.ToHexString(),
                source = activity.Source.Name,
                name = activity.DisplayName,
                kind = activity.Kind.ToString(),
                startedAt = activity.StartTimeUtc,
                milliseconds = activity.Duration.TotalMilliseconds,
                status = activity.Status.ToString(),
                tags = activity.TagObjects.ToDictionary(t => t.Key, t => t.Value?.ToString()),
                events = activity.Events.Select(e => new { e.Name, tags = e.Tags.ToDictionary(t => t.Key, t => t.Value?.ToString()) }),
            }));
        }
        return ExportResult.Success;
    }
}
