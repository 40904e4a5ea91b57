using System.Net;
using System.Net.Http.Json;
using Governance.Contracts.Inventory.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Living;

/// <summary>Fetches data stores and their confirmed maps from the inventory, and keeps the maps.</summary>
internal sealed class MapKeeper(DpiaDbContext db, IHttpClientFactory clients, TimeProvider clock)
{
    public const string Inventory = "Inventory";

    /// <summary>What is known of these data stores now; a problem when one doesn't exist or the inventory doesn't answer.</summary>
    public async Task<(IReadOnlyList<MapBaseline> Known, ProblemHttpResult? Problem)> BaselineAsync(IReadOnlyList<Guid> stores, CancellationToken ct)
    {
        var known = new List<MapBaseline>();
        try
        {
            for (var i = 0; i < stores.Count; i++)
            {
                if (await FindAsync(stores[i], ct) is not { } baseline)
                    return ([], Problems.Validation($"dataStoreIds[{i}]", "The inventory has no such data store."));
                known.Add(baseline);
            }
            return (known, null);
        }
        catch (HttpRequestException)
        {
            return ([], Problems.Of(StatusCodes.Status503ServiceUnavailable, "inventory-unavailable", "The inventory doesn't answer at the moment. Repeat the request."));
        }
    }

    /// <summary>The same data stores with the newest map that has been kept of each.</summary>
    public async Task<IReadOnlyList<MapBaseline>> NewestAsync(IReadOnlyList<MapBaseline> baselines, CancellationToken ct)
    {
        var stores = baselines.Select(b => b.DataStoreId).ToArray();
        var newest = await db.Maps.AsNoTracking().Where(m => stores.Contains(m.DataStoreId) && !db.Maps.Any(later => later.DataStoreId == m.DataStoreId && later.Version > m.Version))
            .Select(m => new { m.DataStoreId, m.Version, m.Hash }).ToDictionaryAsync(m => m.DataStoreId, ct);
        return [.. baselines.Select(b => newest.TryGetValue(b.DataStoreId, out var map) ? b with { MapVersion = map.Version, MapHash = map.Hash } : b)];
    }

    /// <summary>A confirmed map, from what is kept or from the inventory.</summary>
    public async Task<KnownMap> GetAsync(Guid store, int version, CancellationToken ct)
    {
        if (await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.DataStoreId == store && m.Version == version, ct) is { } kept)
            return kept;
        var document = await Client.GetStringAsync($"v1/data-stores/{store}/map/versions/{version}", ct);
        var map = StoredJson.Read<DataMap>(document);
        if (map.DataStoreId != store || map.Version != version)
            throw new InvalidOperationException($"The inventory gave another map than version {version} of data store {store}.");
        var known = new KnownMap { DataStoreId = store, Version = version, Hash = StoredJson.Hash(document), Document = map, ReceivedAt = clock.Now() };
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO known_maps (data_store_id, version, hash, document, received_at)
            VALUES ({known.DataStoreId}, {known.Version}, {known.Hash}, {StoredJson.Write(map)}::jsonb, {known.ReceivedAt}) ON CONFLICT DO NOTHING
            """, ct);
        return known;
    }

    /// <summary>How the latest scan differs from the confirmed map, from all pages of the inventory's list.</summary>
    public async Task<IReadOnlyList<DriftItem>> DriftAsync(Guid store, CancellationToken ct)
    {
        var items = new List<DriftItem>();
        for (string? after = null; ;)
        {
            using var response = await Client.GetAsync($"v1/data-stores/{store}/map/drift?limit={Paging.MaxLimit}{(after is null ? "" : $"&after={after}")}", ct);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return [];
            response.EnsureSuccessStatusCode();
            var page = (await response.Content.ReadFromJsonAsync<Page<DriftItem>>(StoredJson.Options, ct))!;
            items.AddRange(page.Items);
            if (page.Next is null)
                return items;
            after = page.Next;
        }
    }

    private HttpClient Client => clients.CreateClient(Inventory);

    private async Task<MapBaseline?> FindAsync(Guid id, CancellationToken ct)
    {
        using var response = await Client.GetAsync($"v1/data-stores/{id}", ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        var store = (await response.Content.ReadFromJsonAsync<DataStore>(StoredJson.Options, ct))!;
        var map = store.ConfirmedMapVersion is { } version ? await GetAsync(id, version, ct) : null;
        return new MapBaseline(id, store.Name, map?.Version, map?.Hash);
    }

    /// <summary>Of what the inventory says of a data store.</summary>
    private sealed record DataStore(string Name, int? ConfirmedMapVersion);
}

/// <param name="Kind">For example <c>table-added</c>, <c>new-personal-data</c>.</param>
/// <param name="Subject">Name of the column; null for the table itself.</param>
internal sealed record DriftItem(string Kind, string Schema, string Table, string? Subject, string? Before, string? After);
