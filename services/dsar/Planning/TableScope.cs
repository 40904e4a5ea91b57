using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>A table in the plan while it is being made.</summary>
internal sealed class TableScope(int table, StepRole role)
{
    private readonly HashSet<MappedReference> down = new(ReferenceEqualityComparer.Instance);

    public int Table { get; } = table;

    public StepRole Role { get; set; } = role;

    public int Number { get; set; }

    /// <summary>References to tables in scope whose rows this table's rows belong to.</summary>
    public List<MappedReference> Down { get; } = [];

    /// <summary>References of tables in scope that point at this table.</summary>
    public List<MappedReference> Up { get; } = [];

    public void AddDown(MappedReference reference)
    {
        Down.Add(reference);
        down.Add(reference);
    }

    /// <summary>Every row that holds the reference to a row in scope is in scope through it.</summary>
    public bool IsReachedBy(MappedReference reference) => down.Contains(reference);
}
