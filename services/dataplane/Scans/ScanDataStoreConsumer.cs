using Governance.Contracts.DataPlane.V1;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.Messaging.Inbox;

namespace Governance.DataPlane.Scans;

internal sealed class ScanDataStoreConsumer(DataPlaneDbContext db, ConsumerSupport support, TimeProvider clock)
    : IdempotentConsumer<ScanDataStore, DataPlaneDbContext>(db, support)
{
    protected override Task HandleAsync(ScanDataStore message, CancellationToken ct) =>
        Db.AddJobAsync(Job.Scan(message.ScanId, message.DataStoreId, message.StoreKind, message.SecretReference, clock.GetUtcNow()), ct);
}
