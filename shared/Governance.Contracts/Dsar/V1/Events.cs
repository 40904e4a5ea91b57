namespace Governance.Contracts.Dsar.V1;

public enum RequestType
{
    Access,
    Rectification,
    Erasure,
    Restriction,
    Portability,
    Objection,
    HumanReview,
}

/// <param name="Regime">Code of the regime, for example <c>gdpr</c>.</param>
public sealed record SubjectRequestReceived(EventHeader Header, Guid RequestId, RequestType Type, string Regime, string Channel, DateTimeOffset ReceivedAt, DateOnly DueOn) : IEvent;

public sealed record SubjectRequestLinkedAsDuplicate(EventHeader Header, Guid RequestId, Guid OriginalRequestId) : IEvent;

/// <param name="AssigneeId">Id of the user who looks after it now; null for nobody.</param>
public sealed record SubjectRequestAssigned(EventHeader Header, Guid RequestId, string? AssigneeId) : IEvent;

public sealed record VerificationCodeIssued(EventHeader Header, Guid RequestId, DateTimeOffset ExpiresAt) : IEvent;

public sealed record VerificationAttemptRefused(EventHeader Header, Guid RequestId, int AttemptsLeft) : IEvent;

public sealed record SubjectVerified(EventHeader Header, Guid RequestId, string Method) : IEvent;

/// <summary>A code from a mail showed that an address is somebody's own: what belongs to it may be read for a while.</summary>
public sealed record AddressConfirmed(EventHeader Header, Guid CheckId) : IEvent;

public sealed record AddressConfirmationRefused(EventHeader Header, Guid CheckId, int AttemptsLeft) : IEvent;

public sealed record DeadlineChanged(EventHeader Header, Guid RequestId, DateOnly DueOn, string Rule) : IEvent;

public sealed record PlanRequested(EventHeader Header, Guid RequestId, Guid PlanId, int StoreCount) : IEvent;

public sealed record IdentifiersRead(EventHeader Header, Guid RequestId, int Count) : IEvent;

public sealed record IdentifiersAdded(EventHeader Header, Guid RequestId, IReadOnlyList<string> Kinds) : IEvent;

/// <param name="PlanHash">SHA-256 of the plan with its row counts, hex.</param>
public sealed record PlanReady(EventHeader Header, Guid RequestId, Guid PlanId, string PlanHash, long Rows, int GapCount) : IEvent;

public sealed record PlanFailed(EventHeader Header, Guid RequestId, Guid PlanId, string Code) : IEvent;

public sealed record PlanApproved(EventHeader Header, Guid RequestId, Guid PlanId, string PlanHash) : IEvent;

public sealed record PlanSentBack(EventHeader Header, Guid RequestId, Guid PlanId) : IEvent;

public sealed record PlanApprovalRefused(EventHeader Header, Guid RequestId, Guid PlanId) : IEvent;

public sealed record FulfilmentStarted(EventHeader Header, Guid RequestId, Guid PlanId, int StoreCount) : IEvent;

public sealed record FulfilmentGapReported(EventHeader Header, Guid RequestId, Guid DataStoreId, string Code, DateTimeOffset? RetryAt) : IEvent;

public sealed record AccessPackageReady(EventHeader Header, Guid RequestId, Guid PackageId, string PackageHash, long Rows, DateTimeOffset ExpiresAt) : IEvent;

public sealed record AccessPackageDownloaded(EventHeader Header, Guid RequestId, Guid PackageId) : IEvent;

public sealed record AccessPackageDeleted(EventHeader Header, Guid RequestId, Guid PackageId) : IEvent;

/// <summary>Staff saw rows of a package in clear; the header says why.</summary>
public sealed record PackageRowsViewed(EventHeader Header, Guid RequestId, Guid PackageId, string DataStoreName, string Table, int Rows) : IEvent;

public sealed record DownloadRefused(EventHeader Header, Guid RequestId, Guid PackageId) : IEvent;

/// <param name="CertificateHash">SHA-256 of the certificate document's bytes, hex.</param>
public sealed record ErasureCertificateIssued(EventHeader Header, Guid RequestId, Guid CertificateId, string CertificateHash) : IEvent;

public sealed record SubjectRequestCompleted(EventHeader Header, Guid RequestId, RequestType Type) : IEvent;

public sealed record SubjectRequestRefused(EventHeader Header, Guid RequestId, string Ground) : IEvent;

public sealed record SubjectRequestCancelled(EventHeader Header, Guid RequestId) : IEvent;

public sealed record IdentifiersErased(EventHeader Header, Guid RequestId) : IEvent;
