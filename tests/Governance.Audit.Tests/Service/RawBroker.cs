using Governance.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Governance.Audit.Tests.Service;

/// <summary>Puts bytes on the exchange that every event passes through.</summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private const string EventExchange = "Governance.Contracts:IEvent";
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private RawBroker(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<RawBroker> ConnectAsync(string uri)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        return new(connection, await connection.CreateChannelAsync(new CreateChannelOptions(true, true, new ThrottlingRateLimiter(512))));
    }

    public Task PublishAsync(IEnumerable<byte[]> envelopes) => Task.WhenAll(envelopes.Select(PublishAsync));

    /// <summary>Returns when the broker holds the message in a queue. While a starting service has not bound its queue yet, the broker returns it: it is sent again.</summary>
    public Task PublishAsync(byte[] envelope) => Eventually.TrueAsync(() => IsRoutedAsync(envelope), "the queue is bound to the exchange of events", TimeSpan.FromSeconds(60));

    private async Task<bool> IsRoutedAsync(byte[] envelope)
    {
        try
        {
            var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent };
            await _channel.BasicPublishAsync(EventExchange, "", mandatory: true, properties, envelope);
            return true;
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
