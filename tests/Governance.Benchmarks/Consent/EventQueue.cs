using RabbitMQ.Client;

namespace Governance.Benchmarks.Consent;

/// <summary>A queue for every event, as the audit service's: durable, replicated log. Nobody reads it, because what reading costs is not the writer's.</summary>
internal static class EventQueue
{
    private const string Name = "bench.events";
    private const string AllEvents = "Governance.Contracts:IEvent";

    public static async Task DeclareAsync(string broker)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(AllEvents, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(Name, AllEvents, "");
    }
}
