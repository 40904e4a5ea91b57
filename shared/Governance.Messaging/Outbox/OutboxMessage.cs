namespace Governance.Messaging.Outbox;

/// <summary>A message that waits to be published. Written by the same <c>SaveChanges</c> as the state change it tells of.</summary>
public sealed class OutboxMessage
{
    /// <summary>Also the message id on the bus.</summary>
    public required Guid Id { get; init; }

    /// <summary>Full name of the message's type.</summary>
    public required string MessageType { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not published before this time.</summary>
    public required DateTimeOffset VisibleAt { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    public int Attempts { get; set; }

    /// <summary>W3C trace context of the work that caused it.</summary>
    public string? TraceParent { get; init; }
}
