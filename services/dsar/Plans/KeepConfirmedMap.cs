using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Data;
using Governance.Messaging;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <summary>Fetches a map that was confirmed and keeps a copy to plan with.</summary>
internal sealed class KeepConfirmedMap(DsarDbContext db, ConsumerSupport support, IHttpClientFactory clients, TimeProvider clock)
    : IdempotentConsumer<DataMapConfirmed, DsarDbContext>(db, support)
{
    protected override async Task HandleAsync(DataMapConfirmed message, CancellationToken ct)
    {
        if (await Db.Maps.AnyAsync(m => m.DataStoreId == message.DataStoreId && m.Version == message.Version, ct))
            return;
        var inventory = clients.CreateClient("Inventory");
        var map = await inventory.GetFromJsonAsync<DataMap>($"v1/data-stores/{message.DataStoreId}/map/versions/{message.Version}", MessageJson.Options, ct)
            ?? throw new InvalidOperationException($"The inventory has no map of data store {message.DataStoreId}.");
        if (map.DataStoreId != message.DataStoreId || map.Version != message.Version)
            throw new InvalidOperationException($"The inventory gave another map than version {message.Version} of data store {message.DataStoreId}.");
        Db.Maps.Add(new()
        {
            DataStoreId = map.DataStoreId,
            Version = map.Version,
            MapHash = message.MapHash,
            Document = JsonSerializer.Serialize(map, MessageJson.Options),
            ReceivedAt = clock.GetUtcNow(),
        });
    }
}
