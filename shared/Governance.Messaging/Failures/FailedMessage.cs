namespace Governance.Messaging.Failures;

/// <summary>A message that a consumer could not handle, kept as it came so that it can be replayed.</summary>
public sealed class FailedMessage
{
    public required Guid Id { get; init; }

    public Guid? MessageId { get; init; }

    public required string QueueName { get; init; }

    /// <summary>Name of the message's type, or <c>unknown</c>.</summary>
    public required string MessageType { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The body's bytes. Messages hold ids, codes and times only.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Type of the exception, or <c>delivery-limit</c> when the consumer died with the message again and again.</summary>
    public required string ErrorType { get; init; }

    public required string ErrorMessage { get; init; }

    public required DateTimeOffset FailedAt { get; init; }

    public DateTimeOffset? ReplayedAt { get; private set; }

    public string? ReplayedBy { get; private set; }

    public int Version { get; private set; } = 1;

    public void MarkReplayed(string by, DateTimeOffset now)
    {
        ReplayedAt = now;
        ReplayedBy = by;
        Version++;
    }
}
