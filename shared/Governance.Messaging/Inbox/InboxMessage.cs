namespace Governance.Messaging.Inbox;

/// <summary>A message that a consumer has handled, noted in the handler's own transaction.</summary>
public sealed class InboxMessage
{
    public required Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
