namespace Governance.DataPlane.Connectors;

/// <summary>Finds the connector for a store's kind and opens the store with the secret its reference names.</summary>
internal sealed class StoreConnectors(IEnumerable<IStoreConnector> connectors)
{
    private readonly Dictionary<string, IStoreConnector> _byKind = connectors.ToDictionary(c => c.Kind, StringComparer.Ordinal);

    public async Task<IStoreSession> OpenAsync(string kind, string secretReference, CancellationToken ct) =>
        _byKind.TryGetValue(kind, out var connector)
            ? await connector.OpenAsync(await SecretResolver.ResolveAsync(secretReference, ct), ct)
            : throw new StoreException(StoreCodes.UnsupportedKind);
}
