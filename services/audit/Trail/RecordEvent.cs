using Governance.Audit.Log;
using Governance.Contracts;
using Governance.ServiceDefaults.Health;
using MassTransit;

namespace Governance.Audit.Trail;

/// <summary>Takes every event of every service. The message is acknowledged only when its entry stands in the log.</summary>
internal sealed class RecordEvent(Sequencer sequencer, StartupTasks startup, TimeProvider clock) : IConsumer<IEvent>
{
    public const string Name = "record-event";

    /// <summary>Three batches: one is written while the next is prepared and another gathers.</summary>
    public const int Concurrency = 3 * Sequencer.MaxBatch;

    public async Task Consume(ConsumeContext<IEvent> context)
    {
        await startup.WaitAsync(context.CancellationToken);
        var entry = EventEnvelope.Read(context.ReceiveContext.GetBody(), clock.GetUtcNow());
        await sequencer.AppendAsync(entry, context.CancellationToken);
    }
}
