using Governance.Contracts.DataPlane.V1;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.Messaging.Inbox;

namespace Governance.DataPlane.Plans;

internal sealed class PrepareStorePlanConsumer(DataPlaneDbContext db, ConsumerSupport support, TimeProvider clock)
    : IdempotentConsumer<PrepareStorePlan, DataPlaneDbContext>(db, support)
{
    protected override Task HandleAsync(PrepareStorePlan message, CancellationToken ct) =>
        Db.AddJobAsync(Job.Prepare(message.PlanId, message.RequestId, message.DataStoreId, message.Attempt, clock.GetUtcNow()), ct);
}

internal sealed class ExecuteStorePlanConsumer(DataPlaneDbContext db, ConsumerSupport support, TimeProvider clock)
    : IdempotentConsumer<ExecuteStorePlan, DataPlaneDbContext>(db, support)
{
    protected override Task HandleAsync(ExecuteStorePlan message, CancellationToken ct) =>
        Db.AddJobAsync(Job.Execute(message.ExecutionId, message.PlanId, message.RequestId, message.DataStoreId, clock.GetUtcNow()), ct);
}
