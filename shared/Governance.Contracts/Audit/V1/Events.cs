namespace Governance.Contracts.Audit.V1;

public sealed record LogVerificationRequested(EventHeader Header, Guid VerificationId) : IEvent;

/// <summary>The whole log was recomputed. Outcome <c>failed</c> with the kind of the first difference as the reason when it did not match.</summary>
/// <param name="Size">Entries of the log at that time.</param>
/// <param name="RootHash">Root as stored at that time, hex.</param>
/// <param name="FirstSequence">Where the first difference is; null when there is none.</param>
public sealed record LogVerificationCompleted(EventHeader Header, Guid VerificationId, long Size, string RootHash, long? FirstSequence) : IEvent;
