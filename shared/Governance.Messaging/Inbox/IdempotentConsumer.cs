using Governance.ServiceDefaults.Health;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Governance.Messaging.Inbox;

/// <summary>What every consumer needs; injected as one so that constructors stay short.</summary>
public sealed class ConsumerSupport(StartupTasks startup, TimeProvider clock)
{
    internal Task ReadyAsync(CancellationToken ct) => startup.WaitAsync(ct);

    internal DateTimeOffset Now => clock.GetUtcNow();
}

/// <summary>Handles each message once: the inbox row, the handler's changes and its outbox rows are one transaction.</summary>
public abstract class IdempotentConsumer<TMessage, TDbContext>(TDbContext db, ConsumerSupport support) : IConsumer<TMessage>
    where TMessage : class
    where TDbContext : DbContext
{
    protected TDbContext Db { get; } = db;

    public async Task Consume(ConsumeContext<TMessage> context)
    {
        var ct = context.CancellationToken;
        await support.ReadyAsync(ct);
        // A retry gets the same instance: it must not see what the failed attempt left tracked.
        Db.ChangeTracker.Clear();
        var messageId = context.MessageId ?? throw new InvalidOperationException("The message has no id.");
        await using var transaction = await Db.Database.BeginTransactionAsync(ct);
        var first = await Db.Database.ExecuteSqlAsync($"""
            INSERT INTO inbox (message_id, consumer, received_at) VALUES ({messageId}, {GetType().Name}, {support.Now})
            ON CONFLICT DO NOTHING
            """, ct);
        if (first == 0)
            return;
        await HandleAsync(context.Message, ct);
        await Db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Changes <see cref="Db"/>; saving and committing is done by the caller.</summary>
    protected abstract Task HandleAsync(TMessage message, CancellationToken ct);
}
