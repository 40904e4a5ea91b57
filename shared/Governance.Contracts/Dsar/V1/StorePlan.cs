using Governance.Contracts.Inventory.V1;

namespace Governance.Contracts.Dsar.V1;

/// <summary>What is to be done in one data store for one request. Made by the planner, carried out by the data plane.</summary>
/// <param name="Steps">In the order of reaching: a step's <see cref="PlanStep.Via"/> may name later steps only in a cycle.</param>
/// <param name="ExecutionOrder">Step numbers in the order of writing (children before parents). Steps of one inner list form a cycle and go together.</param>
public sealed record StorePlan(
    Guid PlanId,
    Guid RequestId,
    Guid DataStoreId,
    int MapVersion,
    string StoreKind,
    string SecretReference,
    PlanPurpose Purpose,
    IReadOnlyList<PlanStep> Steps,
    IReadOnlyList<IReadOnlyList<int>> ExecutionOrder,
    IReadOnlyList<Detachment> Detachments);

public enum PlanPurpose
{
    /// <summary>Copy the person's rows out.</summary>
    Export,

    /// <summary>Erase or mask the person's rows.</summary>
    Erase,
}

/// <summary>One table's rows of the person and what happens to them.</summary>
/// <param name="Number">From 1, unique in the store plan. One table may stand in one step only.</param>
/// <param name="Role">How the table was reached.</param>
/// <param name="Match">Subject steps: a row is in scope if any of these columns equals one of the request's identifiers of that kind.</param>
/// <param name="Via">Other steps: a row is in scope if it is joined by any of these to a row in scope of the step named.</param>
/// <param name="KeyColumns">Primary key or else the first unique key over non-null columns; empty when the table has neither (the executor uses the row's physical address within its transaction).</param>
/// <param name="Owners">Child steps: references of this table to a subject table; a row whose owner reference is set and points at somebody else is not in scope unless it is also reached by one of <paramref name="Via"/> straight from a subject step.</param>
/// <param name="SharedBy">Parent steps: references of other rows that point at this table; a row that a row outside the scope points at is shared and not erased.</param>
/// <param name="Columns">All columns in table order.</param>
/// <param name="Action">For <see cref="PlanPurpose.Export"/> always <see cref="StepAction.Export"/>.</param>
/// <param name="Masks">For mask and retain.</param>
/// <param name="Retention">For retain.</param>
public sealed record PlanStep(
    int Number,
    TableName Table,
    StepRole Role,
    IReadOnlyList<IdentifierMatch> Match,
    IReadOnlyList<StepJoin> Via,
    IReadOnlyList<string> KeyColumns,
    IReadOnlyList<ReferenceJoin> Owners,
    IReadOnlyList<ReferenceJoin> SharedBy,
    IReadOnlyList<PlanColumn> Columns,
    StepAction Action,
    IReadOnlyList<ColumnMask> Masks,
    RetentionRule? Retention);

public enum StepRole
{
    Subject,
    Child,
    Parent,
}

public enum StepAction
{
    Export,
    Delete,
    Mask,

    /// <summary>Rows stay; columns with a mask are masked.</summary>
    Retain,
}

/// <param name="CaseInsensitive">Compare without regard to case (e-mail addresses, user names).</param>
public sealed record IdentifierMatch(string ColumnName, string IdentifierKind, bool CaseInsensitive);

/// <summary><c>this.Here[i] = step.There[i]</c> for all i.</summary>
public sealed record StepJoin(int Step, IReadOnlyList<string> Here, IReadOnlyList<string> There, string ReferenceName);

/// <summary><c>this.Here[i] = Other.There[i]</c>; <paramref name="Step"/> is the other table's step, null when it is not in the plan.</summary>
public sealed record ReferenceJoin(TableName Other, int? Step, IReadOnlyList<string> Here, IReadOnlyList<string> There, string ReferenceName);

/// <param name="Category">Data category; null when not personal data.</param>
/// <param name="IdentifierKind">Set on subject steps' identifying columns: their values are handed to the request as further identifiers.</param>
public sealed record PlanColumn(string Name, string Type, string? Category, string? IdentifierKind, bool Generated);

public sealed record ColumnMask(string ColumnName, string Type, int? MaxLength, bool Nullable, Masking Masking);

/// <summary>Before rows of step <paramref name="Step"/> are deleted, references of rows that stay (other people's, or kept ones) to them are set to null.</summary>
/// <param name="Table">The table whose rows point at the step's rows.</param>
/// <param name="Columns">Nullable columns of that table to set to null.</param>
/// <param name="There">The step's columns they point at.</param>
public sealed record Detachment(int Step, TableName Table, IReadOnlyList<string> Columns, IReadOnlyList<string> There, string ReferenceName);

/// <summary>An identifier of the request's data subject, as exchanged over the authorised call between dsar and the data plane; never on the bus.</summary>
public sealed record SubjectIdentifier(string Kind, string Value);
