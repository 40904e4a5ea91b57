using MassTransit;

namespace Governance.Messaging.Bus;

internal interface IBatchConsumerSetup
{
    void Add(IBusRegistrationConfigurator mass, ConsumerRegistration registration);
}

/// <summary>Batch options can be set only where the consumer's type is known at compile time.</summary>
internal sealed class BatchConsumerSetup<TConsumer> : IBatchConsumerSetup
    where TConsumer : class, IConsumer
{
    /// <summary>How long a batch that is not full waits for more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    public void Add(IBusRegistrationConfigurator mass, ConsumerRegistration registration) =>
        mass.AddConsumer<TConsumer>(consumer => consumer.Options<BatchOptions>(batch => batch
            .SetMessageLimit(registration.BatchSize)
            .SetTimeLimit(Patience)
            .SetConcurrencyLimit(registration.Concurrency)));
}
