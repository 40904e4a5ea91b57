using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Outbox;

/// <summary>Publishes what stands in the outbox: claim a batch with a lease (or take what was leased as it was written), publish concurrently, delete what was confirmed.</summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore store,
    OutboxSignal signal,
    OutboxHandOver handOver,
    BrokerPublisher publisher,
    StartupTasks startup,
    FaultPoints faults,
    TimeProvider clock,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private const int BatchSize = 256;
    private const int Lanes = 2;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunAsync(ClaimedAsync, stoppingToken)).Append(RunAsync(HandedOverAsync, stoppingToken)));
    }

    private async Task RunAsync(Func<CancellationToken, Task> next, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await next(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogBatchFailed(exception.GetType().Name);
                await Task.Delay(Poll, ct);
            }
        }
    }

    private async Task ClaimedAsync(CancellationToken ct)
    {
        var lease = Guid.CreateVersion7(clock.GetUtcNow());
        var batch = await store.ClaimAsync(lease, BatchSize, clock.GetUtcNow(), ct);
        await DispatchAsync(lease, batch, ct);
        if (batch.Count < BatchSize)
            await signal.WaitAsync(Poll, ct);
        else
            signal.Set();
    }

    private async Task HandedOverAsync(CancellationToken ct)
    {
        var taken = await handOver.TakeAsync(BatchSize, ct);
        var now = clock.GetUtcNow();
        // What waited for longer than its lease is somebody else's by now.
        await DispatchAsync(handOver.Lease, [.. taken.Where(m => m.LeasedUntil > now).Select(m => new ClaimedMessage(m.Id, m.MessageType, m.Body, m.TraceParent, m.Attempts))], ct);
    }

    private async Task DispatchAsync(Guid lease, IReadOnlyList<ClaimedMessage> batch, CancellationToken ct)
    {
        if (batch.Count == 0)
            return;
        faults.Hit("outbox.after-claim");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(PublishTimeout);
        var published = await Task.WhenAll(batch.Select(message => TryPublishAsync(message, timeout.Token, ct)));
        faults.Hit("outbox.after-publish");
        await store.DeleteAsync(lease, [.. batch.Where((_, i) => published[i]).Select(m => m.Id)], CancellationToken.None);
        faults.Hit("outbox.after-delete");
        if (Array.Exists(published, ok => !ok))
            await store.ReleaseAsync(lease, [.. batch.Where((_, i) => !published[i]).Select(m => (m.Id, NextTry(m.Attempts)))], CancellationToken.None);
    }

    private async Task<bool> TryPublishAsync(ClaimedMessage message, CancellationToken timeout, CancellationToken ct)
    {
        try
        {
            await publisher.PublishAsync(message, timeout);
            return true;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogNotPublished(message.Id, message.MessageType, message.Attempts, exception.GetType().Name);
            return false;
        }
    }

    private DateTimeOffset NextTry(int attempts)
    {
        var seconds = Math.Min(60, Math.Pow(2, Math.Min(attempts, 6))) * (0.5 + Random.Shared.NextDouble());
        return clock.GetUtcNow().AddSeconds(seconds);
    }

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} of type {MessageType} was not published (attempt {Attempt}): {Error}")]
    private partial void LogNotPublished(Guid messageId, string messageType, int attempt, string error);

    [LoggerMessage(LogLevel.Warning, "The outbox can't be read at the moment: {Error}")]
    private partial void LogBatchFailed(string error);
}
