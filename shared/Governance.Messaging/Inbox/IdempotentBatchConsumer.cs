using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Messaging.Inbox;

/// <summary>
/// For busy queues whose handler only writes to the service's database: many messages in one transaction, each still handled once.
/// When a batch fails its messages are handled one by one, so a poison message goes to the error store alone.
/// </summary>
public abstract class IdempotentBatchConsumer<TMessage, TDbContext>(TDbContext db, BatchConsumerSupport support) : IConsumer<Batch<TMessage>>
    where TMessage : class
    where TDbContext : DbContext
{
    private const int Attempts = 4;

    protected TDbContext Db { get; } = db;

    public async Task Consume(ConsumeContext<Batch<TMessage>> context)
    {
        var ct = context.CancellationToken;
        await support.Consumer.ReadyAsync(ct);
        List<ConsumeContext<TMessage>> messages = [.. context.Message];
        if (await TryHandleAsync(messages, ct) is null)
            return;
        foreach (var message in messages)
            await HandleAloneAsync(message, ct);
    }

    /// <summary>Changes <see cref="Db"/>; saving and committing is done by the caller.</summary>
    /// <param name="messages">Those that were not handled before.</param>
    protected abstract Task HandleAsync(IReadOnlyList<ConsumeContext<TMessage>> messages, CancellationToken ct);

    private async Task HandleAloneAsync(ConsumeContext<TMessage> message, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryHandleAsync([message], ct) is not { } failure)
                return;
            if (!Transient.Is(failure) && attempt >= Attempts)
            {
                await support.StoreAsync(message, failure, ct);
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(10_000, 100 << Math.Min(attempt, 7)) * (0.5 + Random.Shared.NextDouble())), ct);
        }
    }

    /// <summary>Null when handled.</summary>
    private async Task<Exception?> TryHandleAsync(List<ConsumeContext<TMessage>> messages, CancellationToken ct)
    {
        try
        {
            Db.ChangeTracker.Clear();
            await using var transaction = await Db.Database.BeginTransactionAsync(ct);
            var fresh = await AddToInboxAsync(messages, ct);
            var chosen = new List<ConsumeContext<TMessage>>(fresh.Count);
            foreach (var message in messages)
            {
                // Two deliveries of one message in the same batch count once.
                if (fresh.Remove(message.MessageId!.Value))
                    chosen.Add(message);
            }
            if (chosen.Count > 0)
            {
                await HandleAsync(chosen, ct);
                await Db.SaveChangesAsync(ct);
            }
            await transaction.CommitAsync(ct);
            return null;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            return exception;
        }
    }

    private async Task<HashSet<Guid>> AddToInboxAsync(List<ConsumeContext<TMessage>> messages, CancellationToken ct)
    {
        // Sorted, so that two instances with overlapping batches wait for each other in one order.
        Guid[] ids = [.. messages.Select(m => m.MessageId ?? throw new InvalidOperationException("The message has no id.")).Distinct().Order()];
        var idsParameter = new NpgsqlParameter { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
        var added = await Db.Database.SqlQueryRaw<Guid>(
            """
            INSERT INTO inbox (message_id, consumer, received_at)
            SELECT id, {1}, {2} FROM unnest({0}) AS t (id) ON CONFLICT DO NOTHING
            RETURNING message_id AS "Value"
            """,
            idsParameter, GetType().Name, support.Consumer.Now).ToListAsync(ct);
        return [.. added];
    }
}

/// <summary>What a batch consumer needs; injected as one.</summary>
public sealed class BatchConsumerSupport
{
    private readonly IFailureStore _failures;

    internal BatchConsumerSupport(ConsumerSupport consumer, IFailureStore failures)
    {
        Consumer = consumer;
        _failures = failures;
    }

    internal ConsumerSupport Consumer { get; }

    internal Task StoreAsync(ConsumeContext message, Exception failure, CancellationToken ct)
    {
        var body = message.ReceiveContext.Body.GetBytes();
        var cause = failure.GetBaseException();
        return _failures.SaveAsync(
            new Failure(
                message.MessageId,
                message.ReceiveContext.InputAddress.Segments[^1],
                Envelope.TypeOf(body),
                message.ReceiveContext.ContentType?.ToString() ?? "application/octet-stream",
                body,
                cause.GetType().Name,
                cause.Message),
            ct);
    }
}
