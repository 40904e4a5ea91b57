using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Messaging;

namespace Governance.DataPlane.Scans;

/// <summary>A scan's result as JSON.</summary>
internal sealed class StoredScan
{
    /// <summary>Nulls are written: readers ask for every property.</summary>
    public static JsonSerializerOptions Json { get; } = new(MessageJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public required Guid ScanId { get; init; }

    public required Guid DataStoreId { get; init; }

    public required DateTimeOffset ScannedAt { get; init; }

    public required string Document { get; init; }
}
