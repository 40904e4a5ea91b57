using MassTransit;

namespace Governance.Messaging.Failures;

/// <summary>Takes the place of the bus's error queue: whatever could not be handled, even what could not be read, goes to the error store.</summary>
internal sealed class StoreFailureFilter(IFailureStore store, string queue) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var exception = context.Exception.GetBaseException();
        var body = context.Body.GetBytes();
        await store.SaveAsync(
            new Failure(
                context.GetMessageId(),
                queue,
                Envelope.TypeOf(body),
                context.ContentType?.ToString() ?? "application/octet-stream",
                body,
                exception.GetType().Name,
                exception.Message),
            context.CancellationToken);
        context.GetOrAddPayload(() => new StoredFailure());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("storeFailure");
}

/// <summary>Marks a delivery that is in the error store, so that the pipe for skipped messages doesn't store it once more.</summary>
internal sealed class StoredFailure;
