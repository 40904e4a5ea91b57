using Governance.Messaging.Failures;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Inbox;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Governance.Messaging.Bus;

/// <summary>A consumer and the queue it reads.</summary>
/// <param name="Concurrency">Messages (or batches) in hand at the same time.</param>
/// <param name="BatchSize">Messages to a batch; 1 for a consumer of single messages.</param>
public sealed record ConsumerRegistration(Type Consumer, string QueueName, int Concurrency, int BatchSize);

/// <summary>Collects a service's consumers.</summary>
public sealed class BusBuilder(string service)
{
    private readonly List<ConsumerRegistration> _consumers = [];

    internal IReadOnlyList<ConsumerRegistration> Consumers => _consumers;

    /// <param name="name">Kebab-case; the queue is <c>{service}.{name}</c>.</param>
    public BusBuilder Consume<TConsumer>(string name, int concurrency = 8)
        where TConsumer : class, IConsumer
    {
        _consumers.Add(new(typeof(TConsumer), $"{service}.{name}", concurrency, 1));
        return this;
    }

    /// <summary>For an <see cref="IdempotentBatchConsumer{TMessage, TDbContext}"/>.</summary>
    /// <param name="concurrency">Batches in hand at the same time.</param>
    public BusBuilder ConsumeBatches<TConsumer>(string name, int batchSize = 200, int concurrency = 2)
        where TConsumer : class, IConsumer
    {
        _consumers.Add(new(typeof(TConsumer), $"{service}.{name}", concurrency, batchSize));
        return this;
    }
}

public static class BusSetup
{
    private const int DeliveryLimit = 20;

    /// <summary>Outbox, dispatcher, inbox, retry, error store and the service's consumers, on RabbitMQ (<c>ConnectionStrings:RabbitMq</c>).</summary>
    public static WebApplicationBuilder AddMessageBus<TDbContext>(this WebApplicationBuilder builder, string service, Action<BusBuilder>? configure = null)
        where TDbContext : DbContext
    {
        var bus = new BusBuilder(service);
        configure?.Invoke(bus);
        foreach (var consumer in bus.Consumers)
            builder.Services.AddSingleton(consumer);

        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<MessageOutbox>();
        builder.Services.AddSingleton<OutboxHandOver>();
        builder.Services.AddSingleton<OutboxStore>();
        builder.Services.AddSingleton<BrokerPublisher>();
        builder.Services.AddSingleton<ConsumerSupport>();
        builder.Services.AddSingleton(sp => new BatchConsumerSupport(sp.GetRequiredService<ConsumerSupport>(), sp.GetRequiredService<IFailureStore>()));
        builder.Services.AddSingleton<RawPublisher>();
        builder.Services.AddSingleton<IFailureStore, FailureStore<TDbContext>>();
        builder.Services.ConfigureOptions<BusOptionsSetup>();
        builder.Services.AddOptions<BusOptions>().ValidateOnStart();
        builder.Services.AddMassTransit(mass =>
        {
            mass.DisableUsageTelemetry();
            foreach (var consumer in bus.Consumers)
                AddConsumer(mass, consumer);
            mass.UsingRabbitMq((context, rabbit) => ConfigureBroker(context, rabbit, bus.Consumers, service));
        });
        builder.Services.AddHostedService<OutboxDispatcher>();
        builder.Services.AddHostedService<DeadLetterIntake>();
        builder.Services.AddHostedService<MessagingCleanup<TDbContext>>();
        return builder;
    }

    public static string DeadLetterQueue(string service) => $"{service}.dead-letter";

    private static void AddConsumer(IBusRegistrationConfigurator mass, ConsumerRegistration consumer)
    {
        if (consumer.BatchSize == 1)
            mass.AddConsumer(consumer.Consumer);
        else
            ((IBatchConsumerSetup)Activator.CreateInstance(typeof(BatchConsumerSetup<>).MakeGenericType(consumer.Consumer))!).Add(mass, consumer);
    }

    private static void ConfigureBroker(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, IReadOnlyList<ConsumerRegistration> consumers, string service)
    {
        rabbit.Host(context.GetRequiredService<IOptions<BusOptions>>().Value.Uri(), $"governance-{service}", host => host.PublisherConfirmation = true);
        rabbit.ConfigureJsonSerializerOptions(json =>
        {
            foreach (var converter in MessageJson.Options.Converters)
                json.Converters.Add(converter);
            return json;
        });
        foreach (var consumer in consumers)
        {
            rabbit.ReceiveEndpoint(consumer.QueueName, endpoint =>
            {
                endpoint.SetQuorumQueue();
                endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
                endpoint.SetQueueArgument("x-dead-letter-exchange", "");
                endpoint.SetQueueArgument("x-dead-letter-routing-key", DeadLetterQueue(service));
                endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
                endpoint.SetQueueArgument("x-overflow", "reject-publish");
                endpoint.PrefetchCount = consumer.Concurrency * consumer.BatchSize * 2;
                endpoint.ConcurrentMessageLimit = consumer.Concurrency * consumer.BatchSize;
                endpoint.PublishFaults = false;
                endpoint.ConfigureError(pipe => pipe.UseFilter(new StoreFailureFilter(context.GetRequiredService<IFailureStore>(), consumer.QueueName)));
                endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new SkippedFilter(context.GetRequiredService<IFailureStore>(), consumer.QueueName)));
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Handle<Exception>(Transient.Is);
                    retry.Exponential(60, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(400));
                });
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<Exception>(Transient.Is);
                    retry.Exponential(3, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(200));
                });
                endpoint.ConfigureConsumer(context, consumer.Consumer);
            });
        }
    }
}
