using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Messaging.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Dpia.Tests.Living;

/// <summary>The service with a real broker; events of other services are put into its own outbox and come back over the bus.</summary>
public sealed class BusFixture : DpiaFixture
{
    protected override bool WithBroker => true;

    public async Task PublishAsync(IEvent message)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DpiaDbContext>();
        scope.ServiceProvider.GetRequiredService<MessageOutbox>().Add(db, message);
        await db.SaveChangesAsync();
    }

    public static EventHeader Header(string source) => new(Guid.CreateVersion7(), DateTimeOffset.UtcNow, source, new Actor(ActorType.Service, source), "test", "1");
}
