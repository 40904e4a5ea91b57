using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Preparing;

/// <summary>
/// Tries the masks on the person's rows: the rows are read as they would be after masking, and the store's own constraints are
/// evaluated over them. The table is neither written nor locked.
/// </summary>
internal sealed class MaskCheck(NpgsqlConnection connection, ReadingScope reading, StepMasks masks)
{
    private const int MostRows = 10_000;

    public async Task<List<StepProblem>> FindAsync(PlanStep step, CancellationToken ct)
    {
        var problems = new List<StepProblem>();
        var sound = new List<ColumnMasker>();
        foreach (var masker in masks.Of(step))
        {
            if (await ProblemAsync(step, masker, ct) is { } code)
            {
                problems.Add(Problem(step, masker.Column.Name, code));
            }
            else
            {
                sound.Add(masker);
            }
        }

        problems.AddRange(step.Masks.Where(m => step.Action != StepAction.Delete && reading.Scope.Table(step).Column(m.ColumnName) is null)
            .Select(m => new StepProblem(step.Number, step.Table.ToString(), m.ColumnName, StoreCodes.ColumnMissing, false)));
        if (sound.Count > 0)
        {
            problems.AddRange(await ConstraintsAsync(step, sound, ct));
        }

        return problems;
    }

    private async Task<string?> ProblemAsync(PlanStep step, ColumnMasker masker, CancellationToken ct)
    {
        if (masker.Problem() is { } problem)
        {
            return problem;
        }

        if (reading.Catalog.References.Any(r => r.From == step.Table && r.FromColumns.Contains(masker.Column.Name)) && masker.Method != Contracts.Inventory.V1.MaskingMethod.Null)
        {
            return StoreCodes.ForeignKey;
        }

        if (reading.Catalog.References.Any(r => r.To == step.Table && r.ToColumns.Contains(masker.Column.Name)))
        {
            return StoreCodes.ForeignKey;
        }

        return masker.Constant is null ? null : await FailureAsync($"SELECT {Sql.Setting(masker.ConstantSetting)}::{masker.Column.TypeSql}", ct);
    }

    private async Task<List<StepProblem>> ConstraintsAsync(PlanStep step, List<ColumnMasker> sound, CancellationToken ct)
    {
        var table = reading.Scope.Table(step);
        var masked = sound.ToDictionary(m => m.Column.Name);
        var rows = Masked(step, table, masked);
        var problems = new List<StepProblem>();

        // The expressions themselves can fail on a value (a number too large, a domain's rule): column by column, to name it.
        foreach (var masker in sound)
        {
            if (await FailureAsync($"SELECT count({Sql.Id(masker.Column.Name)}::text) FROM {Masked(step, table, new() { [masker.Column.Name] = masker })} m", ct) is { } code)
            {
                problems.Add(Problem(step, masker.Column.Name, code));
            }
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        foreach (var check in table.Checks.Where(c => c.Columns.Any(masked.ContainsKey)))
        {
            if (await FailsAsync($"SELECT count(*) > 0 FROM {rows} m WHERE ({check.Expression}) IS FALSE", ct))
            {
                problems.Add(Problem(step, check.Columns.First(masked.ContainsKey), StoreCodes.CheckConstraint));
            }
        }

        foreach (var key in table.UniqueKeys.Where(k => k.Columns.Any(masked.ContainsKey)))
        {
            if (await FailsAsync(Duplicates(key, rows), ct) || (key.Columns.Any(c => masked.TryGetValue(c, out var m) && m.CanCollide) && await FailsAsync(Clash(step, key, rows), ct)))
            {
                problems.Add(Problem(step, key.Columns.First(masked.ContainsKey), StoreCodes.Unique));
            }
        }

        return problems;
    }

    private string Masked(PlanStep step, CatalogTable table, Dictionary<string, ColumnMasker> masked)
    {
        var columns = table.Columns.Select(c => masked.TryGetValue(c.Name, out var m)
            ? $"({m.Expression("a")})::{c.CheckedSql} AS {Sql.Id(c.Name)}"
            : Sql.Column("a", c.Name));
        return $"(SELECT {string.Join(", ", columns)} FROM {Sql.Id(step.Table)} a WHERE {reading.Scope.Erasable(step, "a")} LIMIT {MostRows})";
    }

    private static string Duplicates(CatalogKey key, string rows) =>
        $"SELECT EXISTS (SELECT 1 FROM {rows} m WHERE {Applies(key)} GROUP BY {string.Join(", ", key.TermSql)} HAVING count(*) > 1)";

    private string Clash(PlanStep step, CatalogKey key, string rows)
    {
        var terms = string.Join(", ", key.TermSql.Select((t, i) => $"{t} AS t{i}"));
        var equal = string.Join(" AND ", key.TermSql.Select((_, i) => $"mine.t{i} = other.t{i}"));
        return $"SELECT count(*) > 0 FROM (SELECT {terms} FROM {rows} m WHERE {Applies(key)}) mine JOIN " +
               $"(SELECT {terms} FROM (SELECT o.* FROM {Sql.Id(step.Table)} o WHERE ({reading.Scope.Erasable(step, "o")}) IS NOT TRUE) r WHERE {Applies(key)}) other ON {equal}";
    }

    private static string Applies(CatalogKey key) =>
        string.Join(" AND ", key.TermSql.Select(t => $"({t}) IS NOT NULL").Append(key.Predicate is null ? "true" : $"({key.Predicate})"));

    private async Task<bool> FailsAsync(string sql, CancellationToken ct)
    {
        var fails = false;
        return await FailureAsync(async () => fails = await connection.ScalarAsync<bool>(sql, ct), ct) is not null || fails;
    }

    private Task<string?> FailureAsync(string sql, CancellationToken ct) => FailureAsync(() => connection.RunAsync(sql, ct), ct);

    /// <summary>Null when the statement runs; what it fails with otherwise. The snapshot survives.</summary>
    private async Task<string?> FailureAsync(Func<Task> statement, CancellationToken ct)
    {
        await connection.RunAsync("SAVEPOINT trial", ct);
        try
        {
            await statement();
            return null;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("42", StringComparison.Ordinal))
        {
            return e.SqlState == "22001" ? StoreCodes.TooLong : StoreCodes.TypeMismatch;
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            return e.SqlState == PostgresErrorCodes.NotNullViolation ? StoreCodes.NotNull : StoreCodes.CheckConstraint;
        }
        finally
        {
            await connection.RunAsync("ROLLBACK TO SAVEPOINT trial", ct);
        }
    }

    private static StepProblem Problem(PlanStep step, string column, string code) => new(step.Number, step.Table.ToString(), column, code, true);
}
