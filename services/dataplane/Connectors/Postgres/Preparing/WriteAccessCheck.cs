using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Preparing;

/// <summary>Finds out, without writing, whether the credential may write what the plan writes.</summary>
internal sealed class WriteAccessCheck(NpgsqlConnection connection)
{
    public async Task<List<StepProblem>> FindAsync(StorePlan plan, ReadingScope reading, CancellationToken ct)
    {
        var writing = plan.Steps.Where(s => reading.Check.Usable.Contains(s.Number) && Writes(s)).ToArray();
        if (writing.Length == 0)
        {
            return [];
        }

        var readOnlyStore = await connection.ScalarAsync<bool>(
            "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool OR NOT has_database_privilege(current_database(), 'TEMPORARY')", ct);
        var refused = writing.Where(s => !Allowed(s, reading.Scope.Table(s))).ToArray();
        if (readOnlyStore || refused.Length == writing.Length)
        {
            return [.. writing.Select(s => Problem(s, StoreCodes.ReadOnly))];
        }

        var copies = await new MaterializedViews(connection).OverAsync(writing.Select(s => reading.Scope.Table(s).Oid), ct);
        return
        [
            .. refused.Select(s => Problem(s, StoreCodes.PermissionDenied)),
            .. copies.Where(v => !v.CanRefresh).Select(v => new StepProblem(writing.First(s => reading.Scope.Table(s).Oid == v.Root).Number, v.Name.ToString(), null, StoreCodes.MaterializedView, true)),
            .. plan.Detachments.Where(d => reading.Check.Usable.Contains(d.Step) && !CanDetach(d, reading.Catalog)).Select(d =>
                new StepProblem(d.Step, d.Table.ToString(), d.Columns[0], StoreCodes.PermissionDenied, true)),
        ];
    }

    public static bool Allowed(PlanStep step, CatalogTable table) => step.Action switch
    {
        StepAction.Delete => table.CanDelete,
        StepAction.Mask or StepAction.Retain => step.Masks.All(m => table.Column(m.ColumnName) is not { CanUpdate: false }),
        _ => true,
    };

    public static bool CanDetach(Detachment detachment, StoreCatalog catalog) =>
        catalog.Find(detachment.Table) is not { } table || detachment.Columns.All(c => table.Column(c) is not { CanUpdate: false });

    private static bool Writes(PlanStep step) => step.Action == StepAction.Delete || (step.Action is StepAction.Mask or StepAction.Retain && step.Masks.Count > 0);

    private static StepProblem Problem(PlanStep step, string code) => new(step.Number, step.Table.ToString(), null, code, true);
}
