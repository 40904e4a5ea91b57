using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Governance.ServiceDefaults.Privacy;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Preparing;

/// <summary>Counts what the plan would touch and finds, before anything runs, what would keep it from being carried out.</summary>
internal sealed class PostgresPreparer(NpgsqlConnection connection, StoreLimits limits)
{
    private const int MostIdentifiers = 100;

    public async Task<StorePreparation> PrepareAsync(StoreWork work, CancellationToken ct)
    {
        await using var reading = await ReadingScope.BeginAsync(connection, work, limits.PrepareSeconds, ct);
        var problems = new List<StepProblem>(reading.Check.Gaps);
        problems.AddRange(AddedColumns(work.Plan, reading));

        var counts = new List<StepCount>();
        foreach (var step in work.Plan.Steps.Where(s => reading.Check.Usable.Contains(s.Number)))
        {
            var shared = step.SharedBy.Count == 0 ? 0 : await reading.CountSharedAsync(step, ct);
            counts.Add(new StepCount(step.Number, await reading.CountAsync(step, ct), shared));
        }

        if (work.Plan.Purpose == PlanPurpose.Erase)
        {
            problems.AddRange(await ErasureProblemsAsync(work, reading, ct));
        }

        return new StorePreparation(counts, [.. problems.Distinct()], await NewIdentifiersAsync(work, reading, ct));
    }

    private async Task<List<StepProblem>> ErasureProblemsAsync(StoreWork work, ReadingScope reading, CancellationToken ct)
    {
        var steps = work.Plan.Steps.Where(s => reading.Check.Usable.Contains(s.Number)).ToArray();
        var masks = new StepMasks(steps, reading.Catalog);
        await masks.BindAsync(connection, work.PseudonymKey, ct);

        var problems = await new WriteAccessCheck(connection).FindAsync(work.Plan, reading, ct);
        var maskCheck = new MaskCheck(connection, reading, masks);
        foreach (var step in steps)
        {
            problems.AddRange(await maskCheck.FindAsync(step, ct));
        }

        problems.AddRange(await new ReferenceCheck(connection, reading).FindAsync(work.Plan, ct));
        problems.AddRange(reading.Check.HeldBack(work.Plan, []).Values);
        return problems;
    }

    private static IEnumerable<StepProblem> AddedColumns(StorePlan plan, ReadingScope reading) =>
        from step in plan.Steps
        where reading.Check.Usable.Contains(step.Number) && step.Action != StepAction.Delete
        from column in reading.Scope.Table(step).Columns
        where step.Columns.Count > 0 && step.Columns.All(c => c.Name != column.Name)
        select new StepProblem(step.Number, step.Table.ToString(), column.Name, StoreCodes.ColumnAdded, false);

    /// <summary>Identifying values in the person's own rows, so that other stores can be searched by them.</summary>
    private async Task<List<SubjectIdentifier>> NewIdentifiersAsync(StoreWork work, ReadingScope reading, CancellationToken ct)
    {
        var known = work.Identifiers.Select(i => (i.Kind, Identifiers.Normalise(i.Kind, i.Value))).ToHashSet();
        var found = new List<SubjectIdentifier>();
        foreach (var step in work.Plan.Steps.Where(s => s.Role == StepRole.Subject && reading.Check.Usable.Contains(s.Number)))
        {
            foreach (var column in step.Columns.Where(c => c.IdentifierKind is not null && reading.Scope.Table(step).Column(c.Name) is not null))
            {
                var name = Sql.Column("a", column.Name);
                var each = reading.Scope.Table(step).Column(column.Name)!.TypeCategory == 'A' ? $"unnest({name}::text[])" : $"{name}::text";
                var values = await connection.ListAsync(
                    $"SELECT DISTINCT v FROM (SELECT {each} AS v FROM {Sql.Id(step.Table)} a WHERE {reading.Scope.InScope(step, "a")} AND {name} IS NOT NULL) f WHERE v <> '' LIMIT {MostIdentifiers + 1}",
                    r => r.GetString(0),
                    ct);
                if (values.Count > MostIdentifiers)
                    throw new StoreException(StoreCodes.TooManyIdentifiers);
                found.AddRange(values.Where(v => known.Add((column.IdentifierKind!, Identifiers.Normalise(column.IdentifierKind!, v)))).Select(v => new SubjectIdentifier(column.IdentifierKind!, v)));
            }
        }

        return found;
    }
}
