using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Planning;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Plans;

/// <param name="Blocked">True: can't be approved as it is.</param>
internal sealed record PlanView(
    Guid Id,
    Guid RequestId,
    PlanState State,
    string PlannedBy,
    DateTimeOffset PlannedAt,
    string? PlanHash,
    string? FailureCode,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? DecisionReason,
    long Rows,
    long SharedRows,
    bool Blocked,
    IReadOnlyList<PlanStoreView> Stores,
    IReadOnlyList<KeptRows> Kept,
    IReadOnlyList<PlanNote> Notes,
    IReadOnlyList<Guid> StoresWithoutSubject,
    int Version);

internal sealed record PlanStoreView(
    Guid DataStoreId,
    string DataStoreName,
    int MapVersion,
    PreparationState Preparation,
    string? PreparationCode,
    int Attempt,
    ExecutionState Execution,
    IReadOnlyList<PlanNode> Tree,
    IReadOnlyList<StepProblem> Problems,
    IReadOnlyList<StoreGap> Gaps,
    IReadOnlyList<IReadOnlyList<int>> ExecutionOrder);

/// <summary>A step with the steps reached from it. A step that is reached several ways stands below the first.</summary>
/// <param name="Rows">Null while the store has not been counted.</param>
internal sealed record PlanNode(
    int Step, string Table, StepRole Role, StepAction Action, long? Rows, long? SharedRows, IReadOnlyList<string> Via, IReadOnlyList<string> MaskedColumns, IReadOnlyList<PlanNode> Children);

internal static class GetPlan
{
    public static async Task<Results<Ok<PlanView>, ProblemHttpResult>> HandleAsync(Guid id, Guid planId, HttpResponse response, DsarDbContext db, CancellationToken ct)
    {
        if (await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == planId && p.RequestId == id, ct) is not { } plan)
            return Problems.NotFound("plan");
        var stores = await db.PlannedStores.AsNoTracking().Where(s => s.PlanId == planId).OrderBy(s => s.DataStoreId).ToListAsync(ct);
        response.SetEtag(plan.Version);
        return TypedResults.Ok(View(plan, stores));
    }

    internal static PlanView View(RequestPlan plan, List<PlannedStore> stores)
    {
        var summary = PlanDocuments.Summary(plan);
        return new(
            plan.Id, plan.RequestId, plan.State, plan.PlannedBy, plan.PlannedAt, plan.PlanHash, plan.FailureCode, plan.DecidedBy, plan.DecidedAt, plan.DecisionReason,
            stores.Sum(s => s.Counts.Sum(c => c.Rows)), stores.Sum(s => s.Counts.Sum(c => c.SharedRows)), stores.Exists(s => s.IsBlocked),
            [.. stores.Select(View)], summary.Kept, summary.Notes, summary.StoresWithoutSubject, plan.Version);
    }

    private static PlanStoreView View(PlannedStore store)
    {
        var plan = PlanDocuments.Read(store);
        return new(
            store.DataStoreId, store.DataStoreName, store.MapVersion, store.Preparation, store.PreparationCode, store.Attempt, store.Execution,
            Tree(plan, store.Counts.ToDictionary(c => c.Step)), store.Problems, [.. RequestViews.GapsOf(store)], plan.ExecutionOrder);
    }

    private static List<PlanNode> Tree(StorePlan plan, Dictionary<int, StepCount> counts)
    {
        // In a cycle the first way that comes from an earlier step counts, so the tree ends.
        var below = plan.Steps.ToLookup(s => s.Via.Where(v => v.Step < s.Number).Select(v => v.Step).FirstOrDefault());
        return [.. below[0].Select(Node)];

        PlanNode Node(PlanStep step) => new(
            step.Number, step.Table.ToString(), step.Role, step.Action, counts.GetValueOrDefault(step.Number)?.Rows, counts.GetValueOrDefault(step.Number)?.SharedRows,
            [.. step.Via.Select(v => v.ReferenceName)], [.. step.Masks.Select(m => m.ColumnName)], [.. below[step.Number].Select(Node)]);
    }
}

internal static class ListPlans
{
    public sealed record Item(Guid Id, PlanState State, string PlannedBy, DateTimeOffset PlannedAt, string? PlanHash, string? DecidedBy, DateTimeOffset? DecidedAt);

    public static async Task<Results<Ok<Page<Item>>, ProblemHttpResult>> HandleAsync(Guid id, DsarDbContext db, Guid? after, int? limit, CancellationToken ct)
    {
        if (!await db.Requests.AnyAsync(r => r.Id == id, ct))
            return Problems.NotFound("request");
        var take = Paging.Limit(limit);
        var plans = await db.Plans.AsNoTracking()
            .Where(p => p.RequestId == id && (after == null || p.Id < after))
            .OrderByDescending(p => p.Id)
            .Take(take + 1)
            .ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(plans, take, p => new Item(p.Id, p.State, p.PlannedBy, p.PlannedAt, p.PlanHash, p.DecidedBy, p.DecidedAt), p => p.Id.ToString()));
    }
}
