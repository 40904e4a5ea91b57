using System.Collections.Concurrent;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Webhooks;

/// <summary>Sends what is due. Each system has a loop of its own, so that a slow one holds up nobody else.</summary>
internal sealed partial class WebhookDispatcher(
    DeliveryStore store, WebhookSender sender, IServiceScopeFactory scopes, StartupTasks startup, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, Task> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Poll);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await StartDueAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values);
        }
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        try
        {
            foreach (var recipient in await store.FindDueAsync(clock.GetUtcNow(), ct))
            {
                if (!_running.TryGetValue(recipient, out var running) || running.IsCompleted)
                    _running[recipient] = Task.Run(() => DrainAsync(recipient, ct), CancellationToken.None);
            }
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogNotRead(exception.GetType().Name);
        }
    }

    private async Task DrainAsync(Guid recipientId, CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested && await SendBatchAsync(recipientId, ct))
            {
            }
        }
        catch (Exception exception)
        {
            if (!ct.IsCancellationRequested)
                LogStopped(recipientId, exception.GetType().Name);
        }
    }

    private async Task<bool> SendBatchAsync(Guid recipientId, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var recipient = await scope.ServiceProvider.GetRequiredService<ConsentDbContext>().Set<Recipient>().AsNoTracking().SingleAsync(r => r.Id == recipientId, ct);
        if (recipient.DisabledAt is not null)
            return false;
        var lease = Guid.CreateVersion7(clock.GetUtcNow());
        var batch = await store.ClaimAsync(recipientId, lease, options.Value.Concurrency, clock.GetUtcNow(), ct);
        if (batch.Count == 0)
            return false;
        await Task.WhenAll(batch.Select(delivery => SendOneAsync(recipient, delivery, lease, ct)));
        return true;
    }

    private async Task SendOneAsync(Recipient recipient, ClaimedDelivery delivery, Guid lease, CancellationToken ct)
    {
        var result = await sender.SendAsync(recipient, delivery, ct);
        if (result.Error is null)
        {
            await store.AcknowledgeAsync(delivery.Id, lease, result.Status!.Value, clock.Now(), CancellationToken.None);
            return;
        }
        LogNotTaken(delivery.Id, recipient.Id, delivery.Attempts, result.Status, result.Error);
        var giveUp = delivery.Attempts >= options.Value.MaxAttempts || result.Gone;
        DateTimeOffset? retryAt = giveUp ? null : clock.GetUtcNow() + Wait(delivery.Attempts, result.RetryAfter);
        if (await store.FailAsync(delivery.Id, lease, result, retryAt, CancellationToken.None) && giveUp)
            await TellAsync(recipient.Id, delivery, result);
    }

    private TimeSpan Wait(int attempts, TimeSpan? asked)
    {
        var seconds = options.Value.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 30)) * (0.5 + Random.Shared.NextDouble());
        var wait = TimeSpan.FromSeconds(Math.Min(seconds, options.Value.LongestRetry.TotalSeconds));
        return asked > wait ? TimeSpan.FromSeconds(Math.Min(asked.Value.TotalSeconds, options.Value.LongestRetry.TotalSeconds)) : wait;
    }

    private async Task TellAsync(Guid recipientId, ClaimedDelivery delivery, AttemptResult result)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsentDbContext>();
        var headers = scope.ServiceProvider.GetRequiredService<EventHeaders>();
        var recipient = await db.Set<Recipient>().SingleAsync(r => r.Id == recipientId);
        if (result.Gone)
            recipient.Gone(clock.Now());
        var header = headers.New(null, "recipient", recipientId, delivery.Subject) with { Purpose = delivery.PurposeCode, Outcome = Contracts.Outcome.Failed, Reason = result.Error };
        scope.ServiceProvider.GetRequiredService<MessageOutbox>().Add(db, new DeliverySetAside(header, recipientId, delivery.RecordId, delivery.PurposeCode, delivery.Version, delivery.Attempts, result.Status));
        // Somebody may have changed the system at the same time: it is told again by the next delivery.
        await db.TrySaveAsync(CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "Delivery {DeliveryId} to {RecipientId} was not taken (attempt {Attempt}, status {Status}): {Error}")]
    private partial void LogNotTaken(long deliveryId, Guid recipientId, int attempt, int? status, string error);

    [LoggerMessage(LogLevel.Warning, "Deliveries to {RecipientId} stopped for now: {Error}")]
    private partial void LogStopped(Guid recipientId, string error);

    [LoggerMessage(LogLevel.Warning, "Deliveries can't be read at the moment: {Error}")]
    private partial void LogNotRead(string error);
}
