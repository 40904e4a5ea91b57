using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>Steps, masks and detachments of an erasure, and the reasons for what stays.</summary>
internal static class ErasurePlan
{
    public static StorePlan Complete(StorePlan plan, StoreGraph graph, IReadOnlyList<TableScope> scope, PlanSteps writer, List<KeptRows> kept)
    {
        var decisions = new ErasureDecisions(graph, scope);
        var (steps, detachments) = (new List<PlanStep>(scope.Count), new List<Detachment>());
        foreach (var table in scope)
        {
            var (action, masks) = Decide(graph, table, decisions);
            steps.Add(writer.Write(table, action, masks));
            if (action != StepAction.Delete)
                kept.Add(Reason(graph, table, decisions, masks));
            detachments.AddRange(decisions.Detachments(table).Select(r => new Detachment(table.Number, r.From, r.FromColumns, r.ToColumns, r.Name)));
        }

        return plan with { Purpose = PlanPurpose.Erase, Steps = steps, Detachments = detachments };
    }

    private static (StepAction Action, IReadOnlyList<ColumnMask> Masks) Decide(StoreGraph graph, TableScope scope, ErasureDecisions decisions)
    {
        var table = graph.Tables[scope.Table];
        if (decisions.Goes(scope.Table))
            return (StepAction.Delete, []);
        return table.Action switch
        {
            ErasureAction.Retain => (StepAction.Retain, MaskSuggestions.FromMap(table)),
            ErasureAction.Delete => (StepAction.Mask, MaskSuggestions.Complete(table, KeyColumns(graph, scope.Table))),
            _ => (StepAction.Mask, MaskSuggestions.FromMap(table)),
        };
    }

    private static HashSet<string> KeyColumns(StoreGraph graph, int table) =>
    [
        .. graph.Tables[table].PrimaryKey,
        .. graph.From(table).Where(r => r.Declared).SelectMany(r => r.FromColumns),
        .. graph.To(table).Where(r => r.Declared).SelectMany(r => r.ToColumns),
    ];

    private static KeptRows Reason(StoreGraph graph, TableScope scope, ErasureDecisions decisions, IReadOnlyList<ColumnMask> masks)
    {
        var table = graph.Tables[scope.Table];
        var blockers = decisions.Blockers.GetValueOrDefault(scope.Table) ?? [];
        var reason = table.Action switch
        {
            ErasureAction.Retain => "retention",
            ErasureAction.Mask => "masked-by-map",
            ErasureAction.None => "no-personal-data",
            _ => blockers.Exists(b => b.FromOthers) ? "referenced-by-other-rows" : "referenced-by-kept-rows",
        };
        return new(
            graph.Map.DataStoreId,
            scope.Number,
            table.FullName,
            reason,
            table.Action == ErasureAction.Retain ? table.Retention : null,
            [.. blockers.Select(b => b.Reference.Name).Distinct(StringComparer.Ordinal)],
            [.. masks.Select(m => m.ColumnName)]);
    }
}
