using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Scope;

namespace Governance.DataPlane.Connectors.Postgres.Erasing;

/// <summary>
/// Chooses the steps whose keys are written down before anything changes: those others are found through, and those whose own
/// condition would no longer hold. Leaf tables, where most rows are, are erased straight through the join.
/// </summary>
internal static class CaptureChoice
{
    public static HashSet<int> Of(StorePlan plan, IReadOnlyList<PlanStep> usable, StepGraph graph, StepMasks masks)
    {
        var named = usable.SelectMany(s => s.Via.Select(v => v.Step).Concat(s.Owners.Select(o => o.Step).OfType<int>()).Concat(s.SharedBy.Select(r => r.Step).OfType<int>()))
            .Concat(plan.Detachments.Select(d => d.Step))
            .Concat(graph.Groups.Where(StepGraph.IsCycle).SelectMany(g => g).Select(s => s.Number))
            .ToHashSet();
        return
        [
            .. usable.Where(s => named.Contains(s.Number) || s.SharedBy.Count > 0 || LosesItsCondition(s, masks) || plan.Detachments.Any(d => d.Table == s.Table)).Select(s => s.Number),
        ];
    }

    private static bool LosesItsCondition(PlanStep step, StepMasks masks)
    {
        var own = step.Match.Select(m => m.ColumnName).Concat(step.Via.SelectMany(v => v.Here)).Concat(step.Owners.SelectMany(o => o.Here)).ToHashSet();
        return masks.Of(step).Any(m => m.NeedsOldValue || own.Contains(m.Column.Name));
    }
}
