using Governance.Contracts.Dsar.V1;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>Fills key tables: in order of reaching, cycles by repeating until no row is added.</summary>
internal sealed class ScopeCapture(NpgsqlConnection connection, StorePlan plan, ScopeSql scope, StepGraph graph)
{
    private const int MostPinned = 1000;

    /// <summary>Creates the empty tables. Separate, because a read-only transaction can fill but not create them.</summary>
    /// <param name="oldColumns">By step: columns whose present values are kept for the proof at the end.</param>
    public async Task CreateAsync(ILookup<int, (int Mask, string Column)> oldColumns, CancellationToken ct)
    {
        foreach (var step in Captured())
        {
            var columns = Select(step, "a", oldColumns[step.Number]).Append($"false AS {KeyTable.Shared}").Append($"0 AS {KeyTable.Round}");
            await connection.RunAsync(
                $"CREATE TEMPORARY TABLE {KeyTable.Name(step)} ON COMMIT DROP AS SELECT {string.Join(", ", columns)} FROM {Sql.Id(step.Table)} a WITH NO DATA", ct);
        }

        foreach (var step in graph.Groups.Where(StepGraph.IsCycle).SelectMany(g => g).Where(scope.IsCaptured))
        {
            await connection.RunAsync($"CREATE UNIQUE INDEX ON {KeyTable.Name(step)} ({string.Join(", ", KeyTable.KeyTerms(step))})", ct);
        }
    }

    /// <param name="locking">Lock what is captured where somebody could otherwise move or extend it before it is erased.</param>
    public async Task FillAsync(ILookup<int, (int Mask, string Column)> oldColumns, bool locking, CancellationToken ct)
    {
        foreach (var group in graph.Groups)
        {
            var members = group.Where(scope.IsCaptured).ToArray();
            var inside = members.Select(s => s.Number).ToHashSet();
            foreach (var step in members)
            {
                var seed = StepGraph.IsCycle(group) ? Seed(step, inside) : scope.Condition(step, "a");
                await InsertAsync(step, oldColumns[step.Number], seed, 0, locking, StepGraph.IsCycle(group), ct);
            }

            if (StepGraph.IsCycle(group) && members.Length > 0)
            {
                await CloseAsync(members, inside, oldColumns, ct);
            }

            foreach (var step in group.Where(s => s.Role == StepRole.Subject && !StepGraph.IsCycle(group)))
            {
                await PinAsync(step, ct);
            }

            foreach (var step in members)
            {
                await connection.RunAsync($"ANALYZE {KeyTable.Name(step)}", ct);
            }
        }

        await MarkSharedAsync(ct);
    }

    /// <summary>
    /// The few keys of the person's own row are handed to the other conditions as values: with them the store's planner knows how
    /// many rows to expect, as if somebody had written the statement for this person.
    /// </summary>
    private async Task PinAsync(PlanStep step, CancellationToken ct)
    {
        var columns = Joining(step).Where(t => t.Count == 1).Select(t => t[0]).Distinct().Where(c => scope.Table(step).Column(c) is not null).ToArray();
        for (var i = 0; i < columns.Length; i++)
        {
            var setting = $"p{step.Number}_{i}";
            var name = Sql.Column("a", columns[i]);
            var count = await connection.ScalarAsync<long>(
                $"SELECT count(*) FROM (SELECT set_config($1, coalesce(array_agg(v)::text, '{{}}'), false) FROM (SELECT DISTINCT {name} AS v FROM {Sql.Id(step.Table)} a " +
                $"WHERE {scope.InScope(step, "a")} AND {name} IS NOT NULL LIMIT {MostPinned + 1}) d HAVING count(*) <= {MostPinned}) p",
                ct,
                $"governance.{setting}");
            if (count == 1)
            {
                scope.Pin(step, columns[i], setting);
            }
        }
    }

    private string Seed(PlanStep step, HashSet<int> inside)
    {
        var outer = scope.Condition(step, "a", v => !inside.Contains(v.Step));
        var match = step.Match.Count == 0 ? null : scope.Condition(step with { Via = [] }, "a");
        return match is null ? outer : outer == "false" ? match : $"({match} OR {outer})";
    }

    private async Task CloseAsync(PlanStep[] members, HashSet<int> inside, ILookup<int, (int, string)> oldColumns, CancellationToken ct)
    {
        for (var round = 0; ; round++)
        {
            var added = 0L;
            foreach (var step in members)
            {
                // Only rows found in the last round can lead to new ones – unless owners, found meanwhile, set earlier ones free.
                var last = step.Owners.Any(o => o.Step is { } s && inside.Contains(s)) ? "" : $" AND {KeyTable.Round} = {round}";
                foreach (var via in step.Via.Where(v => inside.Contains(v.Step)))
                {
                    added += await InsertAsync(step, oldColumns[step.Number], scope.Joined(step, via, "a", last), round + 1, false, true, ct);
                }
            }

            if (added == 0)
            {
                return;
            }
        }
    }

    private Task<long> InsertAsync(PlanStep step, IEnumerable<(int, string)> old, string condition, int round, bool locking, bool cyclic, CancellationToken ct)
    {
        var columns = Select(step, "a", old).Append("false").Append($"{round}");
        var table = scope.Table(step);
        var locks = locking && table.HasRowAddress && table.Columns.Exists(c => c.CanUpdate) && (step.Role == StepRole.Subject || !KeyTable.HasKey(step))
            ? " FOR UPDATE OF a"
            : "";
        return connection.RunAsync(
            $"INSERT INTO {KeyTable.Name(step)} SELECT {string.Join(", ", columns)} FROM {Sql.Id(step.Table)} a WHERE {condition}{locks}{(cyclic ? " ON CONFLICT DO NOTHING" : "")}", ct);
    }

    // Referring rows first, so that a row which only shared rows point at counts as shared as well.
    private async Task MarkSharedAsync(CancellationToken ct)
    {
        var order = plan.ExecutionOrder.SelectMany(g => g).Concat(plan.Steps.Select(s => s.Number)).Distinct();
        foreach (var step in order.Select(scope.Step).Where(s => scope.IsCaptured(s) && s.SharedBy.Count > 0))
        {
            await connection.RunAsync(
                $"UPDATE {KeyTable.Name(step)} k SET {KeyTable.Shared} = true FROM {Sql.Id(step.Table)} a WHERE {KeyTable.Equal(step, "k", "a")} AND ({scope.IsShared(step, "a")})", ct);
        }
    }

    /// <summary>The step's columns that others are joined by.</summary>
    private IEnumerable<IReadOnlyList<string>> Joining(PlanStep step) => plan.Steps.SelectMany(s =>
        s.Via.Where(v => v.Step == step.Number).Select(v => v.There).Concat(s.Owners.Where(o => o.Step == step.Number).Select(o => o.There)));

    private IEnumerable<PlanStep> Captured() => plan.Steps.Where(scope.IsCaptured);

    private IEnumerable<string> Select(PlanStep step, string alias, IEnumerable<(int Mask, string Column)> old)
    {
        var joined = Joining(step).SelectMany(t => t)
            .Concat(plan.Detachments.Where(d => d.Step == step.Number).SelectMany(d => d.There))
            .Distinct().Except(step.KeyColumns).Where(c => scope.Table(step).Column(c) is not null);
        return KeyTable.KeySelect(step, alias)
            .Concat(joined.Select(c => Sql.Column(alias, c)))
            .Concat(old.Select(o => $"{Sql.Column(alias, o.Column)} AS {KeyTable.Old(o.Mask)}"));
    }
}
