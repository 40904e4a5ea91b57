using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Erasing;

/// <summary>Sets references of rows that stay to null before the rows they point at are deleted.</summary>
internal sealed class Detacher(NpgsqlConnection connection, StorePlan plan, ScopeSql scope, IReadOnlySet<int> running)
{
    public async Task RunAsync(StoreCatalog catalog, CancellationToken ct)
    {
        foreach (var detachment in plan.Detachments.Where(d => running.Contains(d.Step) && catalog.Find(d.Table) is not null))
        {
            await connection.RunAsync(Statement(detachment), ct);
        }
    }

    private string Statement(Detachment detachment)
    {
        var step = scope.Step(detachment.Step);
        var set = string.Join(", ", detachment.Columns.Select(c => $"{Sql.Id(c)} = NULL"));
        var shared = step.SharedBy.Count > 0 ? $" AND NOT k.{KeyTable.Shared}" : "";
        var own = plan.Steps.FirstOrDefault(s => s.Table == detachment.Table && s.Action == StepAction.Delete && running.Contains(s.Number));
        var leaving = own is null ? "" : $" AND ({scope.Erasable(own, "d")}) IS NOT TRUE";
        return $"UPDATE {Sql.Id(detachment.Table)} d SET {set} WHERE EXISTS (SELECT 1 FROM {KeyTable.Name(step)} k WHERE " +
               $"{Sql.Equal("k", detachment.There, "d", detachment.Columns)}{shared}){leaving}";
    }
}
