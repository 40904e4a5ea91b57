using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>
/// Says in SQL which rows of a step belong to the person. Steps whose keys were captured are asked through their key table,
/// the others through their condition, nested. No value stands in the text: identifiers are read with <c>current_setting</c>.
/// </summary>
/// <param name="usable">Steps that can be read; joins to other steps are left out.</param>
/// <param name="captured">Steps with a key table.</param>
internal sealed class ScopeSql(StorePlan plan, StoreCatalog catalog, IReadOnlySet<int> usable, IReadOnlySet<int> captured)
{
    private readonly Dictionary<int, PlanStep> _steps = plan.Steps.ToDictionary(s => s.Number);
    private readonly Dictionary<(int Step, string Column), string> _pins = [];
    private int _alias;

    /// <summary>From now on joins to this column compare with the values put under the setting, instead of with the step's rows.</summary>
    public void Pin(PlanStep step, string column, string setting) => _pins[(step.Number, column)] = $"{Sql.Setting(setting)}::{Column(step, column).TypeSql}[]";

    public PlanStep Step(int number) => _steps[number];

    public CatalogTable Table(PlanStep step) => catalog.Find(step.Table) ?? throw new StoreException(StoreCodes.TableMissing);

    public bool IsCaptured(PlanStep step) => captured.Contains(step.Number);

    /// <summary>True for rows of the person, shared ones too.</summary>
    public string InScope(PlanStep step, string alias) =>
        !usable.Contains(step.Number) ? "false"
        : IsCaptured(step) ? Captured(step, alias, "")
        : Condition(step, alias);

    /// <summary>True for rows of the person that nobody else's rows point at.</summary>
    public string Erasable(PlanStep step, string alias) =>
        !usable.Contains(step.Number) ? "false"
        : IsCaptured(step) ? Captured(step, alias, step.SharedBy.Count > 0 ? $" AND NOT k.{KeyTable.Shared}" : "")
        : step.SharedBy.Count > 0 ? $"({Condition(step, alias)}) AND NOT ({IsShared(step, alias)})"
        : Condition(step, alias);

    /// <summary>Whether a step is written through its key table: where it has one, and where the plan's condition would not do.</summary>
    public bool WritesThroughKeys(PlanStep step, bool keepsCondition) => IsCaptured(step) && (!keepsCondition || step.SharedBy.Count > 0);

    /// <summary>The condition from the plan itself, never through the step's own key table.</summary>
    public string Condition(PlanStep step, string alias, Func<StepJoin, bool>? only = null)
    {
        var conditions = new List<Func<string, string>>();
        if (step.Match.Count > 0 && only is null)
        {
            conditions.Add(a => Match(step, a, step.Match));
        }

        conditions.AddRange(step.Via.Where(v => usable.Contains(v.Step) && (only is null || only(v))).Select<StepJoin, Func<string, string>>(v => a => Joined(step, v, a)));
        return conditions.Count switch
        {
            0 => "false",
            1 => conditions[0](alias),
            _ when Table(step).HasRowAddress => Union(step, alias, conditions),
            _ => "(" + string.Join(" OR ", conditions.Select(c => c(alias))) + ")",
        };
    }

    /// <summary>True for rows in which one of these columns equals an identifier of the person.</summary>
    public string Match(PlanStep step, string alias, IReadOnlyList<IdentifierMatch> columns) => "(" + string.Join(
        " OR ",
        step.Match.Select((m, i) => (Match: m, Index: i)).Where(m => columns.Contains(m.Match))
            .Select(m => MatchSql.Condition(step, m.Index, Column(step, m.Match.ColumnName), alias))) + ")";

    /// <summary>True when a row of somebody else points at the row.</summary>
    public string IsShared(PlanStep step, string alias)
    {
        var others = step.SharedBy.Where(r => catalog.Find(r.Other) is not null).Select(r =>
        {
            var o = NextAlias();
            var outside = r.Step is { } number && usable.Contains(number) ? $" AND ({Erasable(_steps[number], o)}) IS NOT TRUE" : "";
            return $"EXISTS (SELECT 1 FROM {Sql.Id(r.Other)} {o} WHERE {Sql.Equal(o, r.There, alias, r.Here)}{outside})";
        }).ToArray();
        return others.Length == 0 ? "false" : string.Join(" OR ", others);
    }

    /// <summary>True when the row points at, or is pointed at by, a row of the source step.</summary>
    public string Joined(PlanStep step, StepJoin via, string alias, string extra = "")
    {
        var source = _steps[via.Step];
        var p = NextAlias();
        var exists = extra.Length == 0 && Pinned(via.Step, via.There) is { } values
            ? $"{Sql.Column(alias, via.Here[0])} = ANY({values})"
            : IsCaptured(source)
            ? $"EXISTS (SELECT 1 FROM {KeyTable.Name(source)} {p} WHERE {Sql.Equal(p, via.There, alias, via.Here)}{extra})"
            : $"EXISTS (SELECT 1 FROM {Sql.Id(source.Table)} {p} WHERE {Sql.Equal(p, via.There, alias, via.Here)} AND {InScope(source, p)})";
        return source.Role == StepRole.Subject ? exists : string.Join(" AND ", [exists, .. step.Owners.Select(o => OwnedOrFree(o, alias))]);
    }

    // A row that names its owner belongs to that owner only, even when it hangs below one of the person's rows.
    private string OwnedOrFree(ReferenceJoin owner, string alias)
    {
        var unset = string.Join(" OR ", owner.Here.Select(c => $"{Sql.Column(alias, c)} IS NULL"));
        if (owner.Step is not { } number || !usable.Contains(number))
        {
            return $"({unset})";
        }

        if (Pinned(number, owner.There) is { } values)
        {
            return $"({unset} OR {Sql.Column(alias, owner.Here[0])} = ANY({values}))";
        }

        var s = NextAlias();
        var subject = _steps[number];
        var mine = IsCaptured(subject)
            ? $"SELECT 1 FROM {KeyTable.Name(subject)} {s} WHERE {Sql.Equal(s, owner.There, alias, owner.Here)}"
            : $"SELECT 1 FROM {Sql.Id(subject.Table)} {s} WHERE {Sql.Equal(s, owner.There, alias, owner.Here)} AND {InScope(subject, s)}";
        return $"({unset} OR EXISTS ({mine}))";
    }

    private string? Pinned(int step, IReadOnlyList<string> columns) => columns is [var column] ? _pins.GetValueOrDefault((step, column)) : null;

    private static string Captured(PlanStep step, string alias, string extra) =>
        $"EXISTS (SELECT 1 FROM {KeyTable.Name(step)} k WHERE {KeyTable.Equal(step, "k", alias)}{extra})";

    // One OR over joins would read the whole table; a union lets each join use its own index.
    private string Union(PlanStep step, string alias, List<Func<string, string>> conditions)
    {
        var branches = conditions.Select(c =>
        {
            var x = NextAlias();
            return $"SELECT {x}.tableoid, {x}.ctid FROM {Sql.Id(step.Table)} {x} WHERE {c(x)}";
        });
        return $"({alias}.tableoid, {alias}.ctid) IN ({string.Join(" UNION ", branches)})";
    }

    private CatalogColumn Column(PlanStep step, string name) => catalog.Column(step.Table, name) ?? throw new StoreException(StoreCodes.ColumnMissing);

    private string NextAlias() => $"x{++_alias}";
}
