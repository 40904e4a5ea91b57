using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Demo.Walk;

/// <summary>A request as staff see it: states in camelCase, identifiers masked.</summary>
public sealed record RequestView(
    Guid Id,
    string Type,
    string State,
    string Pseudonym,
    DateOnly DueOn,
    Guid? CurrentPlanId,
    Guid? DuplicateOf,
    IReadOnlyList<StoreGap> Gaps,
    PackageView? Package,
    Guid? CertificateId,
    int Version);

/// <summary>Something of a store that could not be done (yet).</summary>
public sealed record StoreGap(Guid DataStoreId, string DataStoreName, string Stage, string Code, IReadOnlyList<StepProblem> Steps, bool GaveUp);

public sealed record PackageView(Guid Id, string State, string? Hash, long Bytes, long Rows);

/// <summary>A plan with its row counts.</summary>
public sealed record PlanView(
    Guid Id,
    string State,
    string? PlanHash,
    string? FailureCode,
    long Rows,
    long SharedRows,
    bool Blocked,
    IReadOnlyList<PlanStoreView> Stores,
    IReadOnlyList<KeptRows> Kept,
    IReadOnlyList<Guid> StoresWithoutSubject)
{
    public IEnumerable<PlanNode> Nodes => Stores.SelectMany(s => s.Tree).SelectMany(n => n.WithChildren());

    public bool Knows(DataStoreView store) =>
        Stores.Any(s => s.DataStoreId == store.Id && s.MapVersion == store.ConfirmedMapVersion) || StoresWithoutSubject.Contains(store.Id);
}

public sealed record PlanStoreView(
    Guid DataStoreId, string DataStoreName, int MapVersion, string Preparation, IReadOnlyList<PlanNode> Tree, IReadOnlyList<StepProblem> Problems, IReadOnlyList<StoreGap> Gaps)
{
    public IEnumerable<PlanNode> Nodes => Tree.SelectMany(n => n.WithChildren());
}

/// <summary>A table of the plan with the tables reached from it.</summary>
public sealed record PlanNode(
    int Step, string Table, string Role, string Action, long? Rows, long? SharedRows, IReadOnlyList<string> MaskedColumns, IReadOnlyList<PlanNode> Children)
{
    public IEnumerable<PlanNode> WithChildren() => [this, .. Children.SelectMany(c => c.WithChildren())];
}

/// <summary>Rows that an erasure leaves in place, and why.</summary>
public sealed record KeptRows(Guid DataStoreId, TableName Table, string Reason, RetentionRule? Retention, IReadOnlyList<string> MaskedColumns);
