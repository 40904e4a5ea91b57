using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.DataPlane.Connectors;

/// <summary>How one kind of data store is opened. Every failure surfaces as a <see cref="StoreException"/> with a code.</summary>
internal interface IStoreConnector
{
    /// <summary>For example <c>postgresql</c>.</summary>
    string Kind { get; }

    /// <param name="secret">The store's own connection string. Never logged.</param>
    Task<IStoreSession> OpenAsync(string secret, CancellationToken ct);
}

/// <summary>One connection to a customer's store, used for one piece of work.</summary>
internal interface IStoreSession : IAsyncDisposable
{
    /// <summary>Reads structure and classifies columns. No value of a row leaves the call.</summary>
    Task<StoreScan> ScanAsync(CancellationToken ct);

    /// <summary>Counts rows and finds what keeps the plan from being carried out. Changes nothing in the store.</summary>
    Task<StorePreparation> PrepareAsync(StoreWork work, CancellationToken ct);

    /// <summary>Streams the rows of each step into the sink, all steps from one snapshot.</summary>
    Task<StoreOutcome> ExportAsync(StoreWork work, IPartSink sink, CancellationToken ct);

    /// <summary>Carries the erasure out in one transaction, proved by re-reading before it is committed.</summary>
    Task<StoreOutcome> EraseAsync(StoreWork work, IErasureLedger ledger, CancellationToken ct);
}

/// <param name="PseudonymKey">Key of this data store's pseudonyms.</param>
internal sealed record StoreWork(StorePlan Plan, IReadOnlyList<SubjectIdentifier> Identifiers, byte[] PseudonymKey);

internal sealed record StoreScan(IReadOnlyList<ScannedTable> Tables, IReadOnlyList<ScannedReference> References, IReadOnlyList<ScanGap> Gaps);

/// <param name="NewIdentifiers">Identifiers found in the person's own rows that the request does not know yet.</param>
internal sealed record StorePreparation(
    IReadOnlyList<StepCount> Steps,
    IReadOnlyList<StepProblem> Problems,
    IReadOnlyList<SubjectIdentifier> NewIdentifiers);

/// <param name="Done">Steps carried out.</param>
/// <param name="Gaps">Steps that could not be carried out now, with the reason.</param>
internal sealed record StoreOutcome(IReadOnlyList<StepCount> Done, IReadOnlyList<StepProblem> Gaps);

/// <summary>Takes the exported rows of one step: tab-separated, backslash escapes, <c>\N</c> for null.</summary>
internal interface IPartSink
{
    /// <param name="write">Writes the rows to the stream it is given; called once.</param>
    Task PutAsync(PlanStep step, Func<Stream, CancellationToken, Task> write, CancellationToken ct);
}

/// <summary>
/// Remembers, outside the store, which store transaction carries the erasure, so that a crash around the commit is told apart
/// from one before it.
/// </summary>
internal interface IErasureLedger
{
    Guid ExecutionId { get; }

    Task<PreparedErasure?> FindPreparedAsync(CancellationToken ct);

    /// <summary>Called inside the store's transaction, just before it commits.</summary>
    Task SavePreparedAsync(PreparedErasure prepared, CancellationToken ct);

    /// <summary>A boundary between two steps; used to inject faults.</summary>
    void Reached(string boundary);
}

/// <param name="TransactionId">The store's own id of the transaction.</param>
internal sealed record PreparedErasure(string TransactionId, StoreOutcome Outcome);
