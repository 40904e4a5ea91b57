using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Preparing;

/// <summary>Finds rows that stay but point at rows to be deleted: they would stop the deletion, or be swept away with it.</summary>
internal sealed class ReferenceCheck(NpgsqlConnection connection, ReadingScope reading)
{
    public async Task<List<StepProblem>> FindAsync(StorePlan plan, CancellationToken ct)
    {
        var problems = new List<StepProblem>();
        foreach (var step in plan.Steps.Where(s => s.Action == StepAction.Delete && reading.Check.Usable.Contains(s.Number)))
        {
            foreach (var reference in reading.Catalog.References.Where(r => r.To == step.Table && r.OnDelete is not ('n' or 'd') && !Detached(plan, r)))
            {
                if (await connection.ScalarAsync<bool>(Staying(plan, step, reference), ct))
                {
                    var code = reference.OnDelete == 'c' ? StoreCodes.Cascade : StoreCodes.Restrict;
                    problems.Add(new StepProblem(step.Number, reference.From.ToString(), reference.FromColumns[0], code, true));
                }
            }
        }

        return problems;
    }

    // Whichever step it is for: a reference to a table that inherits is detached for that one, and met by the table above as well.
    private static bool Detached(StorePlan plan, CatalogReference reference) =>
        plan.Detachments.Any(d => d.Table == reference.From && d.Columns.SequenceEqual(reference.FromColumns));

    private string Staying(StorePlan plan, PlanStep step, CatalogReference reference)
    {
        var from = plan.Steps.FirstOrDefault(s => s.Table == reference.From);
        var leaving = from is { Action: StepAction.Delete } ? $" AND ({reading.Scope.Erasable(from, "d")}) IS NOT TRUE"
            : from is { Action: StepAction.Mask or StepAction.Retain } && Nulled(from, reference) ? $" AND ({reading.Scope.Erasable(from, "d")}) IS NOT TRUE"
            : "";
        return $"SELECT count(*) > 0 FROM {Sql.Id(reference.From)} d JOIN {Sql.Id(step.Table)} a ON {Sql.Equal("d", reference.FromColumns, "a", reference.ToColumns)} " +
               $"WHERE {reading.Scope.Erasable(step, "a")}{leaving}";
    }

    private static bool Nulled(PlanStep step, CatalogReference reference) =>
        step.Masks.Any(m => reference.FromColumns.Contains(m.ColumnName) && m.Masking.Method == Contracts.Inventory.V1.MaskingMethod.Null);
}
