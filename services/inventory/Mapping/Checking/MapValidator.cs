using System.Xml;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Checking;

/// <summary>Why a map can't be carried out as it stands.</summary>
/// <param name="Field">What it is about: <c>schema.table</c>, <c>schema.table.column</c> or the reference's name.</param>
internal sealed record MapProblem(string Field, string Code, string Message);

/// <summary>Refuses maps whose plans could only fail later, in the customer's database.</summary>
internal static class MapValidator
{
    public static IReadOnlyList<MapProblem> Check(DataMap map)
    {
        var problems = new List<MapProblem>();
        var tables = map.Tables.ToDictionary(t => t.FullName);
        foreach (var table in map.Tables)
        {
            CheckSubject(table, problems);
            CheckAction(table, problems);
            foreach (var column in table.Columns)
                CheckColumn(table, column, problems);
        }

        foreach (var reference in map.References)
            CheckReference(reference, tables, problems);
        return problems;
    }

    private static void CheckSubject(MappedTable t, List<MapProblem> problems)
    {
        if (t.SubjectKind is null)
            return;
        var name = t.FullName.ToString();
        if (t.Kind is "view")
            problems.Add(new(name, "subject-is-view", "A view can't be a subject table: its rows can't be erased."));
        if (!t.Columns.Any(c => c.IdentifierKind is not null))
            problems.Add(new(name, "subject-without-identifier", "A subject table needs at least one column that identifies the person."));
        if (t.Reference)
            problems.Add(new(name, "subject-is-reference-data", "A table is either a subject table or reference data."));
        if (t.Action is ErasureAction.None)
            problems.Add(new(name, "subject-without-action", "Say what erasure does to the persons' rows: delete, mask or retain."));
    }

    private static void CheckAction(MappedTable t, List<MapProblem> problems)
    {
        var name = t.FullName.ToString();
        if (t.Action is ErasureAction.Retain && (t.Retention is null || !IsComplete(t.Retention)))
            problems.Add(new(name, "retain-without-rule", "Retaining rows needs a legal basis, its article, a period (ISO 8601, such as P10Y) and the event it counts from."));
        if (t.Action is not ErasureAction.Retain && t.Retention is not null)
            problems.Add(new(name, "retention-without-retain", "A retention rule applies to tables with the action retain only."));
        if (t.Action is not ErasureAction.None && t.Kind is "view")
            problems.Add(new(name, "view-has-action", "Rows of a view can't be erased: act on the tables it reads."));
        if (t.Action is ErasureAction.Mask && t.Columns.Any(c => c is { Category: not null, Generated: false }) && !t.Columns.Any(c => c.Masking is not null))
            problems.Add(new(name, "mask-masks-nothing", "The table is to be masked and no column has a masking."));
    }

    private static void CheckColumn(MappedTable t, MappedColumn c, List<MapProblem> problems)
    {
        var name = $"{t.FullName}.{c.Name}";
        if (c.Category is not null && !Categories.IsValid(c.Category))
            problems.Add(new(name, "unknown-category", "The data category is not of the vocabulary (user.… or system.…)."));
        if (c.IdentifierKind is not null && TypeShapes.Of(c.Type) is TypeShape.Array or TypeShape.Json or TypeShape.Binary)
            problems.Add(new(name, "identifier-not-comparable", "A column of this type can't identify a person."));
        if (c.Masking is not null && t.Action is ErasureAction.Mask or ErasureAction.Retain && MaskingCheck.Refuse(t, c) is { } refusal)
            problems.Add(new(name, refusal.Code, refusal.Message));
    }

    private static void CheckReference(MappedReference r, Dictionary<TableName, MappedTable> tables, List<MapProblem> problems)
    {
        if (!tables.TryGetValue(r.From, out var from) || !tables.TryGetValue(r.To, out var to))
        {
            problems.Add(new(r.Name, "reference-to-unknown-table", "One of the reference's tables is not in the map."));
            return;
        }

        if (r.FollowToParent && to.SubjectKind is not null)
            problems.Add(new(r.Name, "follows-into-another-person", "A parent that is a subject table is another person's record: it can't be followed."));
        if (r.FollowToParent && to.Reference)
            problems.Add(new(r.Name, "follows-into-reference-data", "Reference data is nobody's: it can't be followed."));
        if (r.FollowToChildren && from.SubjectKind is not null)
            problems.Add(new(r.Name, "follows-into-another-person", "Rows of a subject table are other persons' records: they can't be followed as children."));
        CheckMaskedKeys(r, from, to, problems);
        if (to.Action is not ErasureAction.Delete || !r.Declared || r.From == r.To)
            return;
        var stays = from.Action is ErasureAction.Mask or ErasureAction.Retain || (from.Action is ErasureAction.None && from.Kind is not "view" && !IsSharedParent(r, to));
        if (stays && !r.Nullable)
            problems.Add(new(r.To.ToString(), "delete-held-by-kept-rows", $"Rows of {r.From} stay and must point at a row here ({r.Name}): mask instead of delete."));
        else if (stays && r.OnDelete is "cascade")
            problems.Add(new(r.To.ToString(), "delete-takes-kept-rows-along", $"Deleting here would delete rows of {r.From} that are to stay ({r.Name} cascades): mask instead."));
    }

    private static void CheckMaskedKeys(MappedReference r, MappedTable from, MappedTable to, List<MapProblem> problems)
    {
        if (!r.Declared)
            return;
        foreach (var c in Masked(from).Where(c => r.FromColumns.Contains(c.Name) && c.Masking!.Method is not MaskingMethod.Null))
            problems.Add(new($"{from.FullName}.{c.Name}", "mask-breaks-reference", $"The column points at {r.To} ({r.Name}): it can be set to null, not to another value."));
        foreach (var c in Masked(to).Where(c => r.ToColumns.Contains(c.Name)))
            problems.Add(new($"{to.FullName}.{c.Name}", "mask-breaks-reference", $"Rows of {r.From} point at the column ({r.Name}): it can't be masked."));
    }

    private static IEnumerable<MappedColumn> Masked(MappedTable t) =>
        t.Action is ErasureAction.Mask or ErasureAction.Retain ? t.Columns.Where(c => c.Masking is not null) : [];

    /// <summary>Rows of a followed parent that others point at are left alone one by one; no plan fails on them.</summary>
    private static bool IsSharedParent(MappedReference r, MappedTable to) => to.SubjectKind is null && !r.FollowToChildren && !r.FollowToParent;

    private static bool IsComplete(RetentionRule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.LegalBasis) || string.IsNullOrWhiteSpace(rule.Article) || string.IsNullOrWhiteSpace(rule.Trigger))
            return false;
        try
        {
            return XmlConvert.ToTimeSpan(rule.Period) > TimeSpan.Zero;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
