using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Erasing;

/// <summary>Writes the steps in the plan's order, one statement each; steps of a cycle in one statement together.</summary>
internal sealed class StepWriter(
    NpgsqlConnection connection, StorePlan plan, ScopeSql scope, StepMasks masks, StoreCatalog catalog, IErasureLedger ledger)
{
    public async Task<List<StepCount>> RunAsync(IReadOnlySet<int> running, CancellationToken ct)
    {
        var done = new List<StepCount>();
        foreach (var group in plan.ExecutionOrder.Concat(Unordered()))
        {
            var steps = group.Where(running.Contains).Select(scope.Step).ToArray();
            var alone = group.Count == 1;
            var writing = steps.Where(s => Statement(s, alone) is not null).ToArray();
            foreach (var step in writing.Where(s => s.Action == StepAction.Delete))
            {
                await RefuseCascadeAsync(step, writing, ct);
            }

            var rows = writing.Length == 0 ? [] : await WriteAsync(writing, alone, ct);
            foreach (var step in steps)
            {
                var count = rows.TryGetValue(step.Number, out var written) ? written : await CountAsync(step, ct);
                done.Add(new StepCount(step.Number, count, await SharedAsync(step, ct)));
                ledger.Reached($"dataplane.erase.after-step-{step.Number}");
            }
        }

        return [.. done.OrderBy(c => c.Step)];
    }

    private IEnumerable<IReadOnlyList<int>> Unordered() =>
        plan.Steps.Select(s => s.Number).Except(plan.ExecutionOrder.SelectMany(g => g)).Select(n => (IReadOnlyList<int>)[n]);

    private async Task<Dictionary<int, long>> WriteAsync(PlanStep[] steps, bool alone, CancellationToken ct)
    {
        if (steps is [var only])
        {
            return new() { [only.Number] = await connection.RunAsync(Statement(only, alone)!, ct) };
        }

        // References inside the cycle are checked when the whole statement ends.
        var parts = steps.Select(s => $"w{s.Number} AS ({Statement(s, alone)} RETURNING 1)");
        var counts = steps.Select(s => $"(SELECT count(*) FROM w{s.Number})");
        var sql = $"WITH {string.Join(", ", parts)} SELECT {string.Join(", ", counts)}";
        var row = await connection.ListAsync(sql, r => Enumerable.Range(0, steps.Length).Select(r.GetInt64).ToArray(), ct);
        return steps.Select((s, i) => (s.Number, Rows: row[0][i])).ToDictionary(s => s.Number, s => s.Rows);
    }

    /// <param name="alone">Outside of cycles a deletion can use the plan's own condition: what it rests on is still there, or was written down.</param>
    private string? Statement(PlanStep step, bool alone)
    {
        var maskers = masks.Of(step);
        var set = string.Join(", ", maskers.Select(m => $"{Sql.Id(m.Column.Name)} = {m.Expression("a")}"));
        var verb = step.Action switch
        {
            StepAction.Delete => $"DELETE FROM {Sql.Id(step.Table)} a",
            StepAction.Mask or StepAction.Retain when maskers.Count > 0 => $"UPDATE {Sql.Id(step.Table)} a SET {set}",
            _ => null,
        };
        if (verb is null || !scope.WritesThroughKeys(step, alone && step.Action == StepAction.Delete && step.Via.All(v => v.Step != step.Number)))
        {
            return verb is null ? null : $"{verb} WHERE {scope.Condition(step, "a")}";
        }

        var shared = step.SharedBy.Count > 0 ? $" AND NOT k.{KeyTable.Shared}" : "";
        return $"{verb} {(step.Action == StepAction.Delete ? "USING" : "FROM")} {KeyTable.Name(step)} k WHERE {KeyTable.Equal(step, "k", "a")}{shared}";
    }

    // Everything of the person that points here is gone by now, or goes in the same statement; what still does would be swept away although nobody approved it.
    private async Task RefuseCascadeAsync(PlanStep step, PlanStep[] together, CancellationToken ct)
    {
        foreach (var reference in catalog.References.Where(r => r.To == step.Table && r.OnDelete == 'c'))
        {
            var leaving = together.FirstOrDefault(s => s.Table == reference.From && s.Action == StepAction.Delete) is { } own ? $" AND ({scope.Erasable(own, "d")}) IS NOT TRUE" : "";
            var sql = $"SELECT count(*) > 0 FROM {Sql.Id(reference.From)} d JOIN {Sql.Id(step.Table)} a ON " +
                      $"{Sql.Equal("d", reference.FromColumns, "a", reference.ToColumns)} WHERE {scope.Erasable(step, "a")}{leaving}";
            if (await connection.ScalarAsync<bool>(sql, ct))
            {
                throw new StoreException(StoreCodes.Cascade);
            }
        }
    }

    private Task<long> CountAsync(PlanStep step, CancellationToken ct) =>
        connection.ScalarAsync<long>($"SELECT count(*) FROM {Sql.Id(step.Table)} a WHERE {scope.InScope(step, "a")}", ct);

    private async Task<long> SharedAsync(PlanStep step, CancellationToken ct) => step.SharedBy.Count == 0
        ? 0
        : await connection.ScalarAsync<long>($"SELECT count(*) FROM {KeyTable.Name(step)} WHERE {KeyTable.Shared}", ct);
}
