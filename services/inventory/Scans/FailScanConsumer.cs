using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Messaging.Inbox;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Inventory.Scans;

internal sealed class FailScanConsumer(InventoryDbContext db, ConsumerSupport support, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
    : IdempotentConsumer<DataStoreScanFailed, InventoryDbContext>(db, support)
{
    protected override async Task HandleAsync(DataStoreScanFailed message, CancellationToken ct)
    {
        var scan = await Db.Scans.SingleOrDefaultAsync(s => s.Id == message.ScanId && s.DataStoreId == message.DataStoreId, ct);
        if (scan is not { IsOpen: true })
            return;
        scan.Fail(message.Code, clock.GetUtcNow());
        outbox.Add(Db, new ScanFailed(headers.New(null, "scan", scan.Id) with { Outcome = Contracts.Outcome.Failed, Reason = message.Code }, scan.Id, scan.DataStoreId, message.Code));
    }
}
