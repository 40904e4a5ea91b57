namespace Governance.Contracts.Audit.V1;

public sealed record LogVerificationRequested(EventHeader Header, Guid VerificationId) : IEvent;

/// <summary>The whole log was recomputed. Outcome <c>failed</c> with the kind of the first difference as the reason when it did not match.</summary>
/// <param name="Size">Entries of the log at that time.</param>
/// <param name="RootHash">Root as stored at that time, hex.</param>
/// <param name="FirstSequence">Where the first difference is; null when there is none.</param>
public sealed record LogVerificationCompleted(EventHeader Header, Guid VerificationId, long Size, string RootHash, long? FirstSequence) : IEvent;

/// <summary>Somebody read entries of the log.</summary>
/// <param name="Kind"><c>search</c>, <c>entry</c>, <c>proof</c>, <c>receipt</c> or <c>export</c>.</param>
/// <param name="Filters">Names of the filters used, never their values.</param>
/// <param name="Count">Entries handed out.</param>
/// <param name="FirstSequence">Place of the first; null when there was none.</param>
public sealed record AuditEntriesRead(EventHeader Header, string Kind, IReadOnlyList<string> Filters, int Count, long? FirstSequence, long? LastSequence) : IEvent;

/// <summary>Somebody demanded that the payloads of a data subject be erased. Says nothing about whose.</summary>
public sealed record PayloadErasureRequested(EventHeader Header, Guid ErasureId) : IEvent;

/// <summary>An erasure can't be finished: what is left lies in a month that is on hold.</summary>
public sealed record PayloadErasureHeld(EventHeader Header, Guid ErasureId) : IEvent;

/// <summary>Payloads of a data subject were erased, together with the keys they were encrypted under. Says nothing about whose they were.</summary>
/// <param name="Entries">Their places in the log, ascending.</param>
public sealed record PayloadsErased(EventHeader Header, Guid ErasureId, long Count, IReadOnlyList<SequenceRange> Entries) : IEvent;

/// <summary>The payloads recorded in one month were dropped, their time being over.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Entries">Their places in the log, ascending.</param>
public sealed record PayloadsDropped(EventHeader Header, DateOnly Month, long Count, IReadOnlyList<SequenceRange> Entries) : IEvent;

/// <summary>Payloads recorded in these months may be neither dropped nor erased. The reason is a code.</summary>
/// <param name="FirstMonth">First day of the first month.</param>
/// <param name="LastMonth">First day of the last month.</param>
public sealed record RetentionHoldPlaced(EventHeader Header, Guid HoldId, DateOnly FirstMonth, DateOnly LastMonth) : IEvent;

public sealed record RetentionHoldReleased(EventHeader Header, Guid HoldId) : IEvent;

/// <summary>Neighbouring places in the log, both ends included.</summary>
public sealed record SequenceRange(long First, long Last);

/// <summary>The first checkpoint of this log was published: from here on it can't be changed unnoticed.</summary>
/// <param name="RootHash">Hex.</param>
public sealed record CheckpointSeriesStarted(EventHeader Header, long Size, string RootHash) : IEvent;

/// <summary>The log does not continue the checkpoint published last, so none was signed. The reason is in the header.</summary>
/// <param name="PublishedRootHash">Hex.</param>
/// <param name="LogRootHash">Hex.</param>
public sealed record CheckpointRefused(EventHeader Header, long? PublishedSize, string? PublishedRootHash, long? LogSize, string? LogRootHash) : IEvent;

/// <summary>A witness can't reconcile a checkpoint with what it cosigned before. The reason is in the header.</summary>
/// <param name="WitnessedSize">What it cosigned.</param>
/// <param name="ShownSize">What it was shown.</param>
/// <param name="ShownRootHash">Hex.</param>
public sealed record WitnessObjected(EventHeader Header, string Witness, long WitnessedSize, long ShownSize, string ShownRootHash) : IEvent;

/// <summary>A detector found something unusual in the log. What it rests on can be read at the audit service.</summary>
/// <param name="Detector">For example <c>bulk-access</c>.</param>
/// <param name="ActorType">Type of the actor concerned.</param>
/// <param name="ActorId">Id of the actor concerned, for a data subject <c>any</c>.</param>
/// <param name="CounterpartId">The other one, where a pair is concerned.</param>
/// <param name="Score">How many times the threshold, when it was found.</param>
public sealed record AnomalyDetected(
    EventHeader Header,
    Guid AnomalyId,
    string Detector,
    string ActorType,
    string ActorId,
    string? CounterpartId,
    DateTimeOffset WindowFrom,
    DateTimeOffset WindowTo,
    double Score) : IEvent;

/// <param name="State"><c>acknowledged</c> or <c>dismissed</c>.</param>
/// <param name="ReasonCode">Why, one of a fixed list.</param>
public sealed record AnomalyReviewed(EventHeader Header, Guid AnomalyId, string State, string ReasonCode) : IEvent;

/// <summary>Somebody tried to review an anomaly that concerns them.</summary>
public sealed record AnomalyReviewRefused(EventHeader Header, Guid AnomalyId) : IEvent;

/// <param name="Fields">Paths of the settings that changed, never their values.</param>
public sealed record AnomalySettingsChanged(EventHeader Header, int Version, IReadOnlyList<string> Fields) : IEvent;
