using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Outbox;

/// <summary>Publishes what stands in the outbox: claim a batch with a lease, publish concurrently, delete what was confirmed.</summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore store,
    OutboxSignal signal,
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
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunAsync(stoppingToken)));
    }

    private async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await DispatchBatchAsync(ct) < BatchSize)
                    await signal.WaitAsync(Poll, ct);
                else
                    signal.Set();
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

    private async Task<int> DispatchBatchAsync(CancellationToken ct)
    {
        var lease = Guid.CreateVersion7(clock.GetUtcNow());
        var batch = await store.ClaimAsync(lease, BatchSize, clock.GetUtcNow(), ct);
        if (batch.Count == 0)
            return 0;

        faults.Hit("outbox.after-claim");
        var published = await Task.WhenAll(batch.Select(message => TryPublishAsync(message, ct)));
        faults.Hit("outbox.after-publish");
        await store.DeleteAsync(lease, [.. batch.Where((_, i) => published[i]).Select(m => m.Id)], CancellationToken.None);
        faults.Hit("outbox.after-delete");
        if (Array.Exists(published, ok => !ok))
            await store.ReleaseAsync(lease, [.. batch.Where((_, i) => !published[i]).Select(m => (m.Id, NextTry(m.Attempts)))], CancellationToken.None);
        return batch.Count;
    }

    private async Task<bool> TryPublishAsync(ClaimedMessage message, CancellationToken ct)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(PublishTimeout);
            await publisher.PublishAsync(message, timeout.Token);
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
