using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;

namespace Governance.DataPlane.Scans;

/// <summary>Scans a store and keeps the result for the inventory to fetch.</summary>
internal sealed class ScanHandler(DataPlaneDbContext db, StoreConnectors connectors, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IJobHandler
{
    public async Task RunAsync(Job job, CancellationToken ct)
    {
        await using var session = await connectors.OpenAsync(job.StoreKind!, job.SecretReference!, ct);
        var scan = await session.ScanAsync(ct);
        var now = clock.GetUtcNow();
        var result = new ScanResult(job.ScanId!.Value, job.DataStoreId, job.StoreKind!, now, scan.Tables, scan.References, scan.Gaps);
        db.Add(new StoredScan
        {
            ScanId = result.ScanId,
            DataStoreId = result.DataStoreId,
            ScannedAt = now,
            Document = JsonSerializer.Serialize(result, StoredScan.Json),
        });
        outbox.Add(db, new DataStoreScanned(headers.New(null, "scan", result.ScanId), result.ScanId, result.DataStoreId, scan.Tables.Count, scan.Gaps.Count));
        job.Complete(now);
    }

    public Task FailedAsync(Job job, string code, DateTimeOffset? retryAt, CancellationToken ct)
    {
        if (retryAt is null)
        {
            outbox.Add(db, new DataStoreScanFailed(
                headers.New(null, "scan", job.ScanId!) with { Outcome = Outcome.Failed, Reason = code }, job.ScanId!.Value, job.DataStoreId, code));
        }

        return Task.CompletedTask;
    }

    // Somebody waits for the answer and can ask again.
    public bool RetriesStore(string code) => false;
}
