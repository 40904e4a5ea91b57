using System.Collections.Concurrent;
using System.Text.Json;
using Governance.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Governance.Consent.Tests.Outbox;

/// <summary>Notes every copy of an event that goes over the broker, repeats too. It hears all events, as the log does: an event that nobody would hear is not published.</summary>
internal sealed class BrokerTap : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly ConcurrentQueue<(string Purpose, int Version)> _copies = new();

    private BrokerTap(IConnection connection) => _connection = connection;

    public static async Task<BrokerTap> StartAsync(string broker)
    {
        var tap = new BrokerTap(await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync());
        var channel = await tap._connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync("", arguments: new Dictionary<string, object?> { ["x-queue-type"] = "classic" });
        var exchange = $"{typeof(IEvent).Namespace}:{nameof(IEvent)}";
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(queue.QueueName, exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            var message = JsonDocument.Parse(delivered.Body).RootElement.GetProperty("message");
            if (message.TryGetProperty("streamVersion", out var version))
                tap._copies.Enqueue((message.GetProperty("purposeCode").GetString()!, version.GetInt32()));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    public List<int> CopiesOf(string purpose) => [.. _copies.Where(c => c.Purpose == purpose).Select(c => c.Version)];

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
