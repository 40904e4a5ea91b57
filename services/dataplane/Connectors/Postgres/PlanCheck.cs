using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>Compares a plan with the store as it is now, and says which steps can be read and which may be written.</summary>
internal sealed class PlanCheck
{
    private readonly Dictionary<int, StepProblem> _gaps = [];

    public PlanCheck(StorePlan plan, StoreCatalog catalog)
    {
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
    /// Steps that must wait because rows which can't be reached now are found only through theirs: erasing these first would
    /// make the others untraceable. A table that no longer exists holds nothing to wait for.
    /// </summary>
    public IReadOnlyDictionary<int, StepProblem> HeldBack(StorePlan plan)
    {
        var steps = plan.Steps.ToDictionary(s => s.Number);
        var held = new Dictionary<int, StepProblem>();
        var open = new Stack<int>(_gaps.Values.Where(g => g.Code != StoreCodes.TableMissing).Select(g => g.Step));
        while (open.TryPop(out var number))
        {
            foreach (var source in steps[number].Via.Select(v => v.Step).Concat(steps[number].Owners.Select(o => o.Step).OfType<int>()))
            {
                if (Usable.Contains(source) && held.TryAdd(source, new StepProblem(source, steps[source].Table.ToString(), null, StoreCodes.HeldBack, false)))
                {
                    open.Push(source);
                }
            }
        }

        return held;
    }

    private static (string Code, string? Column)? Drift(PlanStep step, StoreCatalog catalog)
    {
        if (catalog.Find(step.Table) is not { } table)
        {
            return (StoreCodes.TableMissing, null);
        }

        var needed = step.Match.Select(m => m.ColumnName).Concat(step.Via.SelectMany(v => v.Here)).Concat(step.KeyColumns)
            .Concat(step.Owners.SelectMany(o => o.Here)).Concat(step.SharedBy.SelectMany(s => s.Here));
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
