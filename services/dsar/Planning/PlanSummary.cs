using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>What the planner made of the maps.</summary>
/// <param name="Stores">One plan per store that may hold data of the person.</param>
internal sealed record PlannerResult(IReadOnlyList<StorePlan> Stores, PlanSummary Summary);

/// <param name="Kept">Erasure: what stays in place and why.</param>
/// <param name="Notes">What the planner decided that a reader would not expect from the map alone.</param>
/// <param name="StoresWithoutSubject">Stores in which nothing leads to the person.</param>
/// <param name="IdentifierKinds">The request's kinds and those that its stores can resolve from them.</param>
internal sealed record PlanSummary(
    IReadOnlyList<KeptRows> Kept,
    IReadOnlyList<PlanNote> Notes,
    IReadOnlyList<Guid> StoresWithoutSubject,
    IReadOnlyList<string> IdentifierKinds);

/// <param name="Reason"><c>retention</c>, <c>masked-by-map</c>, <c>no-personal-data</c>, <c>referenced-by-kept-rows</c> or <c>referenced-by-other-rows</c>.</param>
/// <param name="References">Foreign keys that keep the rows in place.</param>
internal sealed record KeptRows(
    Guid DataStoreId,
    int Step,
    TableName Table,
    string Reason,
    RetentionRule? Retention,
    IReadOnlyList<string> References,
    IReadOnlyList<string> MaskedColumns);

/// <param name="Code"><c>handled-not-owned</c>, <c>no-key</c> or <c>view-left-out</c>.</param>
internal sealed record PlanNote(Guid DataStoreId, TableName Table, string Code, string? ReferenceName);
