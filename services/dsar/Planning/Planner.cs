using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>Confirmed maps, identifier kinds and request type in, one plan per store out. Pure, deterministic, near linear in tables and references.</summary>
internal static class Planner
{
    public static bool CanPlan(RequestType type) => type is RequestType.Access or RequestType.Portability or RequestType.Erasure;

    /// <param name="subjectKind">Restricts the search to subjects of one kind; null searches all.</param>
    public static PlannerResult Plan(
        IReadOnlyList<DataMap> maps,
        IReadOnlyCollection<string> identifierKinds,
        RequestType requestType,
        Guid requestId,
        Guid planId,
        string? subjectKind = null)
    {
        if (!CanPlan(requestType))
            throw new ArgumentOutOfRangeException(nameof(requestType), requestType, "Only access, portability and erasure are carried out in data stores.");
        var graphs = maps.OrderBy(m => m.DataStoreId).Select(m => new StoreGraph(m)).ToList();
        var reach = SubjectReach.Find(graphs, identifierKinds, subjectKind);
        var (plans, kept, notes, without) = (new List<StorePlan>(), new List<KeptRows>(), new List<PlanNote>(), new List<Guid>());
        for (var i = 0; i < graphs.Count; i++)
        {
            if (reach.Subjects[i].Count == 0)
            {
                without.Add(graphs[i].Map.DataStoreId);
                continue;
            }

            var (scope, found) = ScopeFinder.Find(graphs[i], reach.Subjects[i]);
            notes.AddRange(found);
            var writer = new PlanSteps(graphs[i], scope, reach.Kinds);
            var map = graphs[i].Map;
            var plan = new StorePlan(
                planId, requestId, map.DataStoreId, map.Version, map.StoreKind, map.SecretReference, PlanPurpose.Export, [], writer.ExecutionOrder(), []);
            plans.Add(requestType == RequestType.Erasure
                ? ErasurePlan.Complete(plan, graphs[i], scope, writer, kept)
                : plan with { Steps = [.. scope.Select(s => writer.Write(s, StepAction.Export, []))] });
            notes.AddRange(plans[^1].Steps.Where(s => s.KeyColumns.Count == 0).Select(s => new PlanNote(map.DataStoreId, s.Table, "no-key", null)));
        }

        return new(plans, new(kept, notes, without, [.. reach.Kinds.Order(StringComparer.Ordinal)]));
    }
}
