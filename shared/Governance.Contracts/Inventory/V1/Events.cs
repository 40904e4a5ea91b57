namespace Governance.Contracts.Inventory.V1;

public sealed record DataStoreRegistered(EventHeader Header, Guid DataStoreId, string StoreKind, string Region) : IEvent;

public sealed record DataStoreChanged(EventHeader Header, Guid DataStoreId) : IEvent;

public sealed record ScanRequested(EventHeader Header, Guid ScanId, Guid DataStoreId) : IEvent;

public sealed record ScanCompleted(EventHeader Header, Guid ScanId, Guid DataStoreId, int TableCount, int DriftCount) : IEvent;

/// <param name="Code">For example <c>unreachable</c>, <c>authentication-failed</c>, <c>secret-not-found</c>, <c>timeout</c>.</param>
public sealed record ScanFailed(EventHeader Header, Guid ScanId, Guid DataStoreId, string Code) : IEvent;

public sealed record MapDecisionMade(EventHeader Header, Guid DataStoreId, string TableName, string? ColumnName, string Change) : IEvent;

/// <param name="MapHash">SHA-256 of the map document, hex.</param>
public sealed record DataMapConfirmed(EventHeader Header, Guid DataStoreId, int Version, string MapHash) : IEvent;

/// <param name="DocumentHash">SHA-256 of the version of the record, hex.</param>
public sealed record ProcessingActivityRegistered(EventHeader Header, Guid ActivityId, int Version, string DocumentHash) : IEvent;

/// <param name="DocumentHash">SHA-256 of the version of the record, hex.</param>
public sealed record ProcessingActivityChanged(EventHeader Header, Guid ActivityId, int Version, string DocumentHash) : IEvent;

/// <summary>The processing has ended; its record is kept.</summary>
/// <param name="DocumentHash">SHA-256 of the version of the record, hex.</param>
public sealed record ProcessingActivityEnded(EventHeader Header, Guid ActivityId, int Version, string DocumentHash) : IEvent;
