using Governance.Contracts.DataPlane.V1;
using Governance.DataPlane.Data;
using Governance.DataPlane.Tests.Support;
using Governance.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.DataPlane.Tests.Jobs;

public sealed class BusTests : IAsyncLifetime
{
    private readonly DataPlaneFixture _service = new(withBroker: true);

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _service.DisposeStoresAsync();
    }

    [Fact]
    public async Task Commands_become_jobs_once_even_when_delivered_twice()
    {
        var bus = _service.Services.GetRequiredService<IBus>();
        var scan = new ScanDataStore(Guid.CreateVersion7(), Guid.CreateVersion7(), "postgresql", "env:GOVERNANCE_NO_SUCH_VARIABLE");
        var prepare = new PrepareStorePlan(Guid.CreateVersion7(), Guid.CreateVersion7(), scan.DataStoreId, 1);
        var execute = new ExecuteStorePlan(Guid.CreateVersion7(), prepare.PlanId, prepare.RequestId, scan.DataStoreId);
        var message = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++)
        {
            await bus.Publish(scan, c => c.MessageId = message);
            await bus.Publish(prepare);
            await bus.Publish(execute);
        }

        await Eventually.TrueAsync(async () => (await CountAsync()).Inbox == 5, "all messages are taken");
        Assert.Equal(3, (await CountAsync()).Jobs);
    }

    private async Task<(int Inbox, int Jobs)> CountAsync()
    {
        await using var scope = _service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DataPlaneDbContext>();
        return (await db.Set<Messaging.Inbox.InboxMessage>().CountAsync(), await db.Jobs.CountAsync());
    }
}
