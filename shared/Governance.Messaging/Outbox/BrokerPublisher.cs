using System.Globalization;
using System.Text;
using System.Threading.RateLimiting;
using Governance.Messaging.Bus;
using Governance.ServiceDefaults;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Publishes outbox rows with the broker's confirmation, in MassTransit's envelope and to its exchanges. The stored JSON goes out
/// as it is; nothing is deserialised on the way (docs/decisions/0004).
/// </summary>
internal sealed class BrokerPublisher(IOptions<BusOptions> options, ServiceIdentity service, TimeProvider clock) : IAsyncDisposable
{
    private const int InFlight = 512;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrencyLimiter _limit = new(new ConcurrencyLimiterOptions { PermitLimit = InFlight, QueueLimit = int.MaxValue });
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>Returns when the broker has taken the message into every queue concerned. Throws when there is none: the message must not vanish.</summary>
    public async Task PublishAsync(ClaimedMessage message, CancellationToken ct)
    {
        var type = MessageTypeInfo.All[message.MessageType];
        var channel = await ChannelAsync(ct);
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = message.Id.ToString(),
        };
        await channel.BasicPublishAsync(type.Exchange, "", mandatory: true, properties, Envelope(message, type), ct);
    }

    private byte[] Envelope(ClaimedMessage message, MessageTypeInfo type)
    {
        // The parts are JSON already, or ids and times that need no escaping.
        var trace = message.TraceParent is null ? "{}" : $$"""{"traceparent":"{{message.TraceParent}}"}""";
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
            {"messageId":"{{message.Id}}","messageType":{{type.UrnsJson}},"sentTime":"{{clock.GetUtcNow().UtcDateTime:O}}","headers":{{trace}},"message":{{message.Body}}}
            """));
    }

    private async ValueTask<IChannel> ChannelAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true } open)
            return open;
        await _gate.WaitAsync(ct);
        try
        {
            if (_channel is not { IsOpen: true })
                await ConnectAsync(ct);
            return _channel!;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        var factory = new ConnectionFactory { Uri = options.Value.Uri(), ClientProvidedName = $"{service.Name}-outbox", AutomaticRecoveryEnabled = false };
        _connection = await factory.CreateConnectionAsync(ct);
        var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, _limit), ct);
        foreach (var type in MessageTypeInfo.All.Values)
        {
            await channel.ExchangeDeclareAsync(type.Exchange, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            if (type.ParentExchange is not { } parent)
                continue;
            await channel.ExchangeDeclareAsync(parent, ExchangeType.Fanout, durable: true, cancellationToken: ct);
            await channel.ExchangeBindAsync(parent, type.Exchange, "", cancellationToken: ct);
        }
        _channel = channel;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _limit.DisposeAsync();
        _gate.Dispose();
    }
}
