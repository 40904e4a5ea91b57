using System.Diagnostics;
using System.Text.Json;
using Governance.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Governance.Messaging.Outbox;

/// <summary>Puts messages beside the state change they belong to; the caller's <c>SaveChanges</c> makes both permanent.</summary>
public sealed class MessageOutbox(TimeProvider clock)
{
    public void Add(DbContext db, IEvent message) => Add(db, message, message.Header.EventId, clock.GetUtcNow());

    /// <param name="notBefore">Publish not before this time; null for at once.</param>
    public void Add(DbContext db, ICommand message, DateTimeOffset? notBefore = null) =>
        Add(db, message, Guid.CreateVersion7(clock.GetUtcNow()), notBefore ?? clock.GetUtcNow());

    /// <summary>The row, for a caller that writes its state change with a statement of its own; call <see cref="OutboxSignal.Set"/> after the commit.</summary>
    public OutboxMessage RowOf(IEvent message) => RowOf(message, message.Header.EventId, clock.GetUtcNow());

    private void Add(DbContext db, object message, Guid id, DateTimeOffset visibleAt) => db.Add(RowOf(message, id, visibleAt));

    private OutboxMessage RowOf(object message, Guid id, DateTimeOffset visibleAt) => new()
    {
        Id = id,
        MessageType = message.GetType().FullName!,
        Body = JsonSerializer.Serialize(message, message.GetType(), MessageJson.Options),
        CreatedAt = clock.GetUtcNow(),
        VisibleAt = visibleAt,
        TraceParent = Activity.Current?.Id,
    };
}
