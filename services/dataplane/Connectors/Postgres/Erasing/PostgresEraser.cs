using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Preparing;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Erasing;

/// <summary>
/// Carries an erasure out in one transaction. Read committed on purpose: the proof at the end then also sees rows that others
/// committed meanwhile, and refuses.
/// </summary>
internal sealed class PostgresEraser(NpgsqlConnection connection, StoreLimits limits, IErasureLedger ledger)
{
    public async Task<StoreOutcome> EraseAsync(StoreWork work, CancellationToken ct)
    {
        if (await ledger.FindPreparedAsync(ct) is { } earlier && await WasCommittedAsync(earlier, ct))
        {
            return earlier.Outcome;
        }

        await connection.StatementTimeoutAsync(limits.EraseSeconds, ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, ct);
        await LockExecutionAsync(ct);
        ledger.Reached("dataplane.erase.begin");

        var outcome = await RunAsync(work, ct);
        await connection.RunAsync("SET CONSTRAINTS ALL IMMEDIATE", ct);
        ledger.Reached("dataplane.erase.before-prepared");

        var transactionId = await connection.ScalarAsync<string>("SELECT pg_current_xact_id()::text", ct);
        await ledger.SavePreparedAsync(new PreparedErasure(transactionId!, outcome), ct);
        ledger.Reached("dataplane.erase.after-prepared");

        await transaction.CommitAsync(ct);
        ledger.Reached("dataplane.erase.after-commit");
        return outcome;
    }

    private async Task<StoreOutcome> RunAsync(StoreWork work, CancellationToken ct)
    {
        var catalog = await new CatalogReader(connection).ReadAsync(PlanCheck.Tables(work.Plan), ct);
        var check = new PlanCheck(work.Plan, catalog);
        var (run, gaps) = Runnable(work.Plan, catalog, check);
        var usable = work.Plan.Steps.Where(s => check.Usable.Contains(s.Number)).ToArray();
        await MatchSql.BindAsync(connection, usable, catalog, work.Identifiers, ct);
        var masks = new StepMasks(run, catalog);
        await masks.BindAsync(connection, work.PseudonymKey, ct);

        var graph = new StepGraph(usable);
        var scope = new ScopeSql(work.Plan, catalog, check.Usable, CaptureChoice.Of(work.Plan, usable, graph, masks));
        var old = masks.OldColumns();
        var capture = new ScopeCapture(connection, work.Plan, scope, graph);
        await capture.CreateAsync(old, ct);
        await capture.FillAsync(old, locking: true, ct);

        var steps = run.Select(s => s.Number).ToHashSet();
        await new Detacher(connection, work.Plan, scope, steps).RunAsync(catalog, ct);
        ledger.Reached("dataplane.erase.after-detach");

        var done = await new StepWriter(connection, work.Plan, scope, masks, catalog, ledger).RunAsync(steps, ct);
        await new MaterializedViews(connection).RefreshAsync(run.Where(s => s.Action == StepAction.Delete || masks.Of(s).Count > 0).Select(s => catalog.Find(s.Table)!.Oid), ct);
        await new ResidualProof(connection, scope, masks).RequireNoneAsync(run, ct);
        return new StoreOutcome(done, gaps);
    }

    private static (PlanStep[] Run, List<StepProblem> Gaps) Runnable(StorePlan plan, StoreCatalog catalog, PlanCheck check)
    {
        var refused = plan.Steps.Where(s => check.Usable.Contains(s.Number) && !MayWrite(s, plan, catalog)).ToArray();
        var held = check.HeldBack(plan, [.. refused.Select(s => s.Number)]);
        var run = plan.Steps.Where(s => check.Usable.Contains(s.Number) && !held.ContainsKey(s.Number) && !refused.Contains(s)).ToArray();
        return (run, [.. check.Gaps, .. refused.Select(s => new StepProblem(s.Number, s.Table.ToString(), null, StoreCodes.PermissionDenied, false)), .. held.Values]);
    }

    private static bool MayWrite(PlanStep step, StorePlan plan, StoreCatalog catalog) =>
        WriteAccessCheck.Allowed(step, catalog.Find(step.Table)!) && plan.Detachments.Where(d => d.Step == step.Number).All(d => WriteAccessCheck.CanDetach(d, catalog));

    private async Task LockExecutionAsync(CancellationToken ct)
    {
        if (!await connection.ScalarAsync<bool>("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", ct, ledger.ExecutionId.ToString("N")))
        {
            throw new StoreException(StoreCodes.Busy);
        }
    }

    /// <summary>Asks the store what became of a transaction whose end was not seen.</summary>
    private async Task<bool> WasCommittedAsync(PreparedErasure earlier, CancellationToken ct)
    {
        string? status;
        try
        {
            status = await connection.ScalarAsync<string>("SELECT pg_xact_status($1::xid8)", ct, earlier.TransactionId);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // The id lies in the store's future: it was restored from an older state. Then nothing of this erasure is in it.
            return false;
        }

        // Too long ago for the store to remember: erasing again finds nothing left, or what is left.
        return status == "in progress" ? throw new StoreException(StoreCodes.Busy) : status == "committed";
    }
}
