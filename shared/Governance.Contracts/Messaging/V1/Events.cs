namespace Governance.Contracts.Messaging.V1;

/// <summary>A message could not be handled and stands in the service's error store.</summary>
public sealed record MessageFailed(EventHeader Header, Guid FailedMessageId, string QueueName, string MessageType) : IEvent;

public sealed record FailedMessageReplayed(EventHeader Header, Guid FailedMessageId, string QueueName) : IEvent;
