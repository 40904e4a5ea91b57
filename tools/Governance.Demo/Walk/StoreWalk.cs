using System.Globalization;
using Governance.Contracts.Inventory.V1;
using Governance.Demo.Client;

namespace Governance.Demo.Walk;

/// <summary>Connects databases: register, scan, look at the suggested map, decide where a human knows better, confirm.</summary>
public sealed class StoreWalk(WalkActor analyst, Narrator narrator)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Recognises a store of that name from an earlier run; scans it in any case.</summary>
    public async Task<ConnectedStore> ConnectAsync(
        StoreRegistration registration, IReadOnlyList<TableDecision> tables, IReadOnlyList<ColumnDecision> columns, CancellationToken ct = default)
    {
        var store = await RegisterAsync(registration, ct);
        await ScanAsync(store, ct);
        var map = await analyst.Inventory.GetTaggedAsync<MapView>(MapOf(store), ct);
        Describe(map.Value.Map);
        if (map.Value is { State: "confirmed", ConfirmedVersion: { } version })
        {
            narrator.Did(analyst.Name, $"nothing has changed since version {version} of the map was confirmed");
            return new ConnectedStore(store.Id, store.Name, map.Value.Map);
        }

        foreach (var decision in tables)
            await DecideAsync(store, $"tables?schema={Escape(decision.Schema)}&name={Escape(decision.Table)}", decision.Change, decision.Explanation, ct);
        foreach (var decision in columns)
            await DecideAsync(store, $"columns?schema={Escape(decision.Schema)}&table={Escape(decision.Table)}&name={Escape(decision.Column)}", decision.Change, decision.Explanation, ct);
        return await ConfirmAsync(store, ct);
    }

    private async Task<DataStoreView> RegisterAsync(StoreRegistration registration, CancellationToken ct)
    {
        var known = (await analyst.Inventory.ListAsync<DataStoreView>("/v1/data-stores", ct)).FirstOrDefault(s => s.Name == registration.Name);
        if (known is not null)
        {
            narrator.Did(analyst.Name, $"{registration.Name} is registered from an earlier run");
            return known;
        }

        var store = await analyst.Inventory.PostAsync<DataStoreView>("/v1/data-stores", new
        {
            registration.Name,
            kind = "postgresql",
            registration.SecretReference,
            region = "EU",
            ownerId = "data-owner",
        }, ct: ct);
        narrator.Did(analyst.Name, $"registered {registration.Name}: where its credential is, not the credential");
        return store;
    }

    private async Task ScanAsync(DataStoreView store, CancellationToken ct)
    {
        var path = $"/v1/data-stores/{store.Id}/scans";
        var requested = await analyst.Inventory.PostAsync<ScanView>(path, ct: ct);
        var scan = await Until.Async($"the scan of {store.Name}", Patience,
            () => analyst.Inventory.GetAsync<ScanView>($"{path}/{requested.Id}", ct), s => s.State is not "requested", ct);
        if (scan.State != "completed" || scan.Gaps.Count > 0)
            throw new WalkException($"The scan of {store.Name} ended as {scan.State} {scan.Code} with {scan.Gaps.Count} gaps.");
    }

    private void Describe(DataMap map)
    {
        var personal = map.Tables.SelectMany(t => t.Columns).Count(c => c.Category is not null);
        narrator.Did("data plane", $"scanned {map.DataStoreName}: {map.Tables.Count} tables, {map.Tables.Sum(t => t.Columns.Count)} columns, {map.References.Count} references; {personal} columns look personal");
        foreach (var subject in map.Tables.Where(t => t.SubjectKind is not null))
        {
            var identifiers = subject.Columns.Where(c => c.IdentifierKind is not null).Select(c => $"{c.Name} ({c.IdentifierKind}{Confidence(c)})");
            narrator.Note($"{subject.FullName}: each row is one {subject.SubjectKind}, identified by {string.Join(", ", identifiers)}");
        }

        var actions = map.Tables.Where(t => t.Action is not ErasureAction.None).GroupBy(t => t.Action).OrderBy(g => g.Key);
        if (actions.Any())
            narrator.Note($"suggested on erasure: {string.Join("; ", actions.Select(g => $"{g.Key.ToString().ToLowerInvariant()} {g.Count()} tables"))}");
        if (personal == 0)
            narrator.Note("no person in it");
    }

    private async Task DecideAsync(DataStoreView store, string target, object change, string explanation, CancellationToken ct)
    {
        var map = await analyst.Inventory.GetTaggedAsync<MapView>(MapOf(store), ct);
        await analyst.Inventory.ChangeAsync<object>(HttpMethod.Patch, $"{MapOf(store)}/{target}", change, map.ETag, ct);
        narrator.Did(analyst.Name, $"decided: {explanation}");
    }

    private async Task<ConnectedStore> ConfirmAsync(DataStoreView store, CancellationToken ct)
    {
        var map = await analyst.Inventory.GetTaggedAsync<MapView>(MapOf(store), ct);
        var version = await analyst.Inventory.PostAsync<MapVersionView>($"{MapOf(store)}/confirm", new { acceptSuggestions = true }, map.ETag, ct);
        var confirmed = await analyst.Inventory.GetAsync<DataMap>($"{MapOf(store)}/versions/{version.Version}", ct);
        narrator.Did(analyst.Name, string.Create(CultureInfo.InvariantCulture, $"accepted the other suggestions and confirmed version {version.Version} of the map ({version.Hash[..12]}…)"));
        return new ConnectedStore(store.Id, store.Name, confirmed);
    }

    private static string MapOf(DataStoreView store) => $"/v1/data-stores/{store.Id}/map";

    private static string Confidence(MappedColumn column) =>
        column.Confidence > 0 ? string.Create(CultureInfo.InvariantCulture, $", {column.Confidence:0.00}") : "";

    private static string Escape(string name) => Uri.EscapeDataString(name);
}
