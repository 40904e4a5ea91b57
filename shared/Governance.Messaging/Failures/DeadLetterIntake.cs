using Governance.Messaging.Bus;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Governance.Messaging.Failures;

/// <summary>Moves what the broker dead-lettered (a consumer that died with the same message again and again) into the error store.</summary>
internal sealed partial class DeadLetterIntake(
    IOptions<BusOptions> options,
    ServiceIdentity service,
    IFailureStore store,
    StartupTasks startup,
    ILogger<DeadLetterIntake> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogDisconnected(exception.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            }
        }
    }

    private async Task ConsumeAsync(CancellationToken ct)
    {
        var factory = new ConnectionFactory { Uri = options.Value.Uri(), ClientProvidedName = $"{service.Name}-dead-letter", AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync(ct);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var queue = BusSetup.DeadLetterQueue(service.Name);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await store.SaveAsync(Describe(delivery), ct);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, ct);
        await closed.Task.WaitAsync(ct);
    }

    private static Failure Describe(BasicDeliverEventArgs delivery)
    {
        var headers = delivery.BasicProperties.Headers;
        var queue = headers is not null && headers.TryGetValue("x-first-death-queue", out var name) && name is byte[] bytes
            ? System.Text.Encoding.UTF8.GetString(bytes)
            : delivery.RoutingKey;
        var body = delivery.Body.ToArray();
        return new Failure(
            Guid.TryParse(delivery.BasicProperties.MessageId, out var id) ? id : null,
            queue,
            Envelope.TypeOf(body),
            delivery.BasicProperties.ContentType ?? "application/octet-stream",
            body,
            "delivery-limit",
            "The message was delivered again and again without being acknowledged.");
    }

    [LoggerMessage(LogLevel.Warning, "The dead-letter queue is not being read at the moment: {Error}")]
    private partial void LogDisconnected(string error);
}
