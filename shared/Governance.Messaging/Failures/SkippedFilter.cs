using MassTransit;

namespace Governance.Messaging.Failures;

/// <summary>A message of a type that the queue's consumer doesn't know goes to the error store too.</summary>
internal sealed class SkippedFilter(IFailureStore store, string queue) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.HasPayloadType(typeof(StoredFailure))
            ? Task.CompletedTask
            : store.SaveAsync(
            new Failure(context.GetMessageId(), queue, Envelope.TypeOf(context.Body.GetBytes()), context.ContentType?.ToString() ?? "application/octet-stream", context.Body.GetBytes(), "no-consumer", "No consumer of the queue takes this type of message."),
            context.CancellationToken);

    public void Probe(ProbeContext context) => context.CreateFilterScope("storeSkipped");
}
