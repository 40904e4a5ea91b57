using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Inventory.DataStores;
using Governance.Inventory.Mapping;
using Governance.Inventory.Scans;

namespace Governance.Inventory.Maps;

/// <summary>A data store's map at work: the draft, the scan it comes from, and how far it was confirmed.</summary>
internal sealed class StoreMap
{
    public required Guid DataStoreId { get; init; }

    /// <summary>JSON of a <see cref="SuggestedMap"/>.</summary>
    public string Draft { get; private set; } = null!;

    /// <summary>JSON of the <see cref="ScanResult"/> the draft was made of.</summary>
    public string ScanResult { get; private set; } = null!;

    public Guid ScanId { get; private set; }

    public DateTimeOffset ScannedAt { get; private set; }

    /// <summary>0 until a map was confirmed.</summary>
    public int ConfirmedVersion { get; private set; }

    /// <summary>The draft differs from the confirmed version, or there is none yet.</summary>
    public bool HasChanges { get; private set; } = true;

    public int Version { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static StoreMap Start(Scan scan, ScanResult result, SuggestedMap suggested, DateTimeOffset now)
    {
        var map = new StoreMap { DataStoreId = scan.DataStoreId };
        map.Rescan(scan, result, suggested, 0, now);
        return map;
    }

    public SuggestedMap ReadDraft() => StoredJson.Read<SuggestedMap>(Draft);

    public ScanResult ReadScan() => StoredJson.Read<ScanResult>(ScanResult);

    /// <param name="drift">Differences from the confirmed version: also what is gone has to be confirmed.</param>
    public void Rescan(Scan scan, ScanResult result, SuggestedMap suggested, int drift, DateTimeOffset now)
    {
        ScanResult = StoredJson.Write(result);
        (ScanId, ScannedAt) = (scan.Id, result.ScannedAt);
        Redraft(suggested, now);
        HasChanges = ConfirmedVersion == 0 || drift > 0 || suggested.Map.IsUndecided();
    }

    public void Redraft(SuggestedMap suggested, DateTimeOffset now)
    {
        Draft = StoredJson.Write(suggested);
        HasChanges = true;
        Version++;
        UpdatedAt = now;
    }

    /// <summary>Makes the next confirmed version of a map whose every decision is made.</summary>
    public MapVersion Publish(DataMap decided, Guid scanId, DataStore store, string confirmedBy, DateTimeOffset now)
    {
        ConfirmedVersion++;
        Version++;
        UpdatedAt = now;
        var map = decided with
        {
            DataStoreName = store.Name,
            StoreKind = store.Kind,
            SecretReference = store.SecretReference,
            Region = store.Region,
            Version = ConfirmedVersion,
        };
        return MapVersion.Of(map, scanId, confirmedBy, now);
    }

    /// <summary>Confirms the draft itself.</summary>
    public MapVersion Confirm(SuggestedMap draft, DataStore store, string confirmedBy, DateTimeOffset now)
    {
        Draft = StoredJson.Write(draft);
        HasChanges = false;
        return Publish(draft.Map, ScanId, store, confirmedBy, now);
    }
}
