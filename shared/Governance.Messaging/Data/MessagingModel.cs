using Governance.Messaging.Failures;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Inbox;
using Governance.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Messaging;

public static class MessagingModel
{
    /// <summary>Maps the outbox, the inbox, the error store and the idempotency keys into a service's own schema and migrations.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(m => m.Id);
            outbox.Property(m => m.Body).HasColumnType("text");
            outbox.HasIndex(m => new { m.VisibleAt, m.Id });
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(m => new { m.MessageId, m.Consumer });
            inbox.HasIndex(m => m.ReceivedAt);
        });
        model.Entity<FailedMessage>(failed =>
        {
            failed.ToTable("failed_messages");
            failed.HasKey(m => m.Id);
            failed.Property(m => m.Version).IsConcurrencyToken();
        });
        model.Entity<IdempotencyRecord>(record =>
        {
            record.ToTable(IdempotencyFilter.Table);
            record.HasKey(r => new { r.Caller, r.Endpoint, r.Key });
            record.HasIndex(r => r.CreatedAt);
        });
        return model;
    }

    /// <summary>Names tables' columns, keys and indexes in snake_case. Call it last in <c>OnModelCreating</c>.</summary>
    public static ModelBuilder UseSnakeCase(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
                entity.SetTableName(SnakeCase.Of(table));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(SnakeCase.Of(property.GetColumnName()));
            foreach (var key in entity.GetKeys())
                key.SetName(SnakeCase.Of(key.GetName()!));
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName(SnakeCase.Of(foreignKey.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(SnakeCase.Of(index.GetDatabaseName()!));
        }
        return model;
    }
}
