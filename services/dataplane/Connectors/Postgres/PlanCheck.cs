using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>Compares a plan with the store as it is now, and says which steps can be read and which may be written.</summary>
internal sealed class PlanCheck
{
    private readonly Dictionary<int, StepProblem> _gaps = [];
    private readonly StoreCatalog _catalog;

    public PlanCheck(StorePlan plan, StoreCatalog catalog)
    {
        _catalog = catalog;
        foreach (var step in plan.Steps)
        {
            if (Drift(step, catalog) is var (code, column))
            {
                _gaps[step.Number] = new StepProblem(step.Number, step.Table.ToString(), column, code, false);
            }
        }

        FollowDependents(plan);
        Usable = plan.Steps.Select(s => s.Number).Where(n => !_gaps.ContainsKey(n)).ToHashSet();
    }

    /// <summary>Steps whose rows can be found.</summary>
    public IReadOnlySet<int> Usable { get; }

    public IReadOnlyCollection<StepProblem> Gaps => _gaps.Values;

    public static IReadOnlyCollection<TableName> Tables(StorePlan plan) =>
    [
        .. plan.Steps.SelectMany(s => s.SharedBy.Concat(s.Owners).Select(r => r.Other).Append(s.Table)).Concat(plan.Detachments.Select(d => d.Table)).Distinct(),
    ];

    /// <summary>
    /// Steps that must wait for those that can't be done now: whoever leads to their rows, or they would become untraceable,
    /// and whatever their rows point at, or the store would refuse. A table that no longer exists holds nothing to wait for.
    /// </summary>
    /// <param name="refused">Steps that can be read but not written.</param>
    public IReadOnlyDictionary<int, StepProblem> HeldBack(StorePlan plan, IReadOnlyCollection<int> refused)
    {
        var waiting = _gaps.Values.Where(g => g.Code != StoreCodes.TableMissing).Select(g => g.Step).Concat(refused).ToHashSet();
        var held = new Dictionary<int, StepProblem>();
        bool changed;
        do
        {
            var found = plan.Steps.Where(s => Usable.Contains(s.Number) && !waiting.Contains(s.Number) && MustWait(s, plan, waiting)).ToArray();
            foreach (var step in found)
            {
                waiting.Add(step.Number);
                held[step.Number] = new StepProblem(step.Number, step.Table.ToString(), null, StoreCodes.HeldBack, false);
            }

            changed = found.Length > 0;
        }
        while (changed);
        return held;
    }

    private bool MustWait(PlanStep step, StorePlan plan, HashSet<int> waiting) => plan.Steps.Where(s => waiting.Contains(s.Number)).Any(other =>
        other.Via.Any(v => v.Step == step.Number)
        || other.Owners.Any(o => o.Step == step.Number)
        || (step.Action == StepAction.Delete && _catalog.References.Any(r => r.From == other.Table && r.To == step.Table)));

    private static (string Code, string? Column)? Drift(PlanStep step, StoreCatalog catalog)
    {
        if (catalog.Find(step.Table) is not { } table)
        {
            return (StoreCodes.TableMissing, null);
        }

        var needed = step.Match.Select(m => m.ColumnName).Concat(step.Via.SelectMany(v => v.Here)).Concat(step.KeyColumns)
            .Concat(step.Owners.SelectMany(o => o.Here)).Concat(step.SharedBy.SelectMany(s => s.Here))
            // A column that was renamed since still holds what was to be masked: the step is a gap, not done.
            .Concat(step.Masks.Select(m => m.ColumnName));
        var exported = step.Action == StepAction.Export ? step.Columns.Select(c => c.Name) : [];
        if (needed.FirstOrDefault(c => table.Column(c) is null) is { } missing)
        {
            return (StoreCodes.ColumnMissing, missing);
        }

        if (!table.CanSelect || exported.Any(c => table.Column(c) is { CanSelect: false }))
        {
            return (StoreCodes.PermissionDenied, null);
        }

        return step.SharedBy.Any(r => catalog.Find(r.Other) is { CanSelect: false }) ? (StoreCodes.PermissionDenied, null) : null;
    }

    // A step whose every way leads through a gap can't be reached at all.
    private void FollowDependents(StorePlan plan)
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var step in plan.Steps.Where(s => !_gaps.ContainsKey(s.Number) && s.Match.Count == 0 && s.Via.Count > 0))
            {
                var sources = step.Via.Where(v => v.Step != step.Number).ToArray();
                if (sources.Length > 0 && sources.All(v => _gaps.ContainsKey(v.Step)))
                {
                    _gaps[step.Number] = new StepProblem(step.Number, step.Table.ToString(), null, StoreCodes.DependsOnGap, false);
                    changed = true;
                }
            }
        }
        while (changed);
    }
}
