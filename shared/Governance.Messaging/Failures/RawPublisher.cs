using Governance.Messaging.Bus;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Governance.Messaging.Failures;

/// <summary>Sends bytes as they are to a queue, with the broker's confirmation.</summary>
internal sealed class RawPublisher(IOptions<BusOptions> options)
{
    public async Task PublishAsync(FailedMessage message, CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = options.Value.Uri(), ClientProvidedName = "governance-replay" };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        var properties = new BasicProperties { ContentType = message.ContentType, DeliveryMode = DeliveryModes.Persistent, MessageId = message.MessageId?.ToString() };
        await channel.BasicPublishAsync("", message.QueueName, mandatory: true, properties, message.Body, ct);
    }
}
