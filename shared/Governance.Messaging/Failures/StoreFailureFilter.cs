using MassTransit;

namespace Governance.Messaging.Failures;

/// <summary>Takes the place of the bus's error queue: whatever could not be handled, even what could not be read, goes to the error store.</summary>
internal sealed class StoreFailureFilter(IFailureStore store, string queue) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var exception = context.Exception.GetBaseException();
        await store.SaveAsync(
            new Failure(
                context.GetMessageId(),
                queue,
                TypeName(context.GetMessageTypes()),
                context.ContentType?.ToString() ?? "application/octet-stream",
                context.Body.GetBytes(),
                exception.GetType().Name,
                exception.Message),
            context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("storeFailure");

    /// <summary>"urn:message:Governance.Contracts.Dsar.V1:PlanApproved" → "PlanApproved".</summary>
    private static string TypeName(string[] types) => types.Length == 0 ? "unknown" : types[0].Split(':')[^1];
}
