using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Masking;
using Governance.DataPlane.Connectors.Postgres.Scope;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Erasing;

/// <summary>
/// Re-reads before the commit: deleted rows are gone, masked columns hold no old value, and the person is not found by any
/// identifier. Otherwise nothing is committed.
/// </summary>
internal sealed class ResidualProof(NpgsqlConnection connection, ScopeSql scope, StepMasks masks)
{
    public async Task RequireNoneAsync(IEnumerable<PlanStep> steps, CancellationToken ct)
    {
        foreach (var condition in steps.SelectMany(Conditions))
        {
            // Counted, not asked with EXISTS: a plan made for finding one row soon is the worst one for proving that there is none.
            if (await connection.ScalarAsync<long>($"SELECT count(*) FROM {condition}", ct) > 0)
            {
                throw new StoreException(StoreCodes.Residual);
            }
        }
    }

    private IEnumerable<string> Conditions(PlanStep step)
    {
        var table = Sql.Id(step.Table);
        var spared = scope.IsCaptured(step) && step.SharedBy.Count > 0
            ? $" AND NOT EXISTS (SELECT 1 FROM {KeyTable.Name(step)} k WHERE {KeyTable.Equal(step, "k", "a")} AND k.{KeyTable.Shared})"
            : "";
        if (step.Action == StepAction.Delete)
        {
            yield return $"{table} a WHERE ({scope.Condition(step, "a")}){spared}";
            if (scope.IsCaptured(step))
            {
                yield return $"{table} a WHERE {scope.Erasable(step, "a")}";
            }

            yield break;
        }

        var maskers = masks.Of(step);
        foreach (var masker in maskers)
        {
            var kept = scope.IsCaptured(step) && KeyTable.HasKey(step);
            yield return kept
                ? $"{table} a JOIN {KeyTable.Name(step)} k ON {KeyTable.Equal(step, "k", "a")} WHERE NOT k.{KeyTable.Shared} AND {masker.Unmasked("a", masker.NeedsOldValue ? $"k.{KeyTable.Old(masker.Mask)}" : null)}"
                : $"{table} a WHERE ({scope.Condition(step, "a")}){spared} AND {(masker.NeedsOldValue ? "false" : masker.Unmasked("a", null))}";
        }

        var hidden = step.Match.Where(m => maskers.Any(k => k.Column.Name == m.ColumnName)).ToArray();
        if (hidden.Length > 0)
        {
            yield return $"{table} a WHERE ({scope.Match(step, "a", hidden)}){spared}";
        }
    }
}
