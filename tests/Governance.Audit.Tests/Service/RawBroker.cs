using RabbitMQ.Client;

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

    public Task PublishAsync(byte[] envelope) => _channel.BasicPublishAsync(
        EventExchange,
        "",
        mandatory: true,
        new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent },
        envelope).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
