using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Maps;

/// <summary>What in a map is still to be decided by a human.</summary>
internal static class Decisions
{
    public static bool IsPersonal(this MappedColumn c) => c.Category is not null || c.IdentifierKind is not null;

    public static bool IsPersonal(this MappedTable t) => t.SubjectKind is not null || t.Action is not ErasureAction.None || t.Columns.Any(IsPersonal);

    /// <summary>A reference along which personal data is followed, or which nobody declared and a human may want to have followed.</summary>
    public static bool IsPersonal(this MappedReference r) => r.FollowToChildren || r.FollowToParent || !r.Declared;

    public static bool IsOpen(this DecisionState state) => state is DecisionState.Suggested;

    public static bool IsUndecided(this DataMap map) =>
        map.Tables.Any(t => t.Decision.IsOpen() || t.Columns.Any(c => c.Decision.IsOpen())) || map.References.Any(r => r.Decision.IsOpen());

    /// <summary>Names of what is open and concerns personal data, for people to read.</summary>
    public static IEnumerable<string> OpenOnPersonalData(this DataMap map)
    {
        foreach (var t in map.Tables)
        {
            if (t.Decision.IsOpen() && t.IsPersonal())
                yield return t.FullName.ToString();
            foreach (var c in t.Columns.Where(c => c.Decision.IsOpen() && c.IsPersonal()))
                yield return $"{t.FullName}.{c.Name}";
        }

        foreach (var r in map.References.Where(r => r.Decision.IsOpen() && r.IsPersonal()))
            yield return r.Name;
    }

    /// <summary>Takes over what is suggested. Columns that look personal with less confidence than asked stay open, and so do their tables.</summary>
    /// <param name="tables">Only these tables and the references from them; null for all.</param>
    public static DataMap Accept(this DataMap map, double minimumConfidence, IReadOnlySet<TableName>? tables)
    {
        var open = new HashSet<TableName>();
        var accepted = new List<MappedTable>(map.Tables.Count);
        foreach (var t in map.Tables)
        {
            if (tables is not null && !tables.Contains(t.FullName))
            {
                accepted.Add(t);
                open.Add(t.FullName);
                continue;
            }

            var columns = t.Columns.Select(c => c.Decision.IsOpen() && (!c.IsPersonal() || c.Confidence >= minimumConfidence) ? c with { Decision = DecisionState.Confirmed } : c).ToArray();
            var whole = !Array.Exists(columns, c => c.Decision.IsOpen());
            if (!whole)
                open.Add(t.FullName);
            accepted.Add(t with { Columns = columns, Decision = whole && t.Decision.IsOpen() ? DecisionState.Confirmed : t.Decision });
        }

        return map with
        {
            Tables = accepted,
            References = [.. map.References.Select(r => r.Decision.IsOpen() && !open.Contains(r.From) ? r with { Decision = DecisionState.Confirmed } : r)],
        };
    }
}
