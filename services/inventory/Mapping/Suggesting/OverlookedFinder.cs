using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Finds personal data that a column alone does not show to be personal, but its place in a person's row does. Low confidence: a human looks at it.</summary>
internal static class OverlookedFinder
{
    private const int ShortestText = 60;

    public static void Mark(SchemaGraph graph)
    {
        foreach (var t in graph.Tables.Where(t => t is { InReach: true, IsView: false }))
        {
            var keys = t.Out.Where(e => e.Declared).SelectMany(e => e.FromColumns).Concat(t.Scanned.PrimaryKey).ToHashSet(StringComparer.Ordinal);
            foreach (var c in t.Columns.Values.Where(c => c is { Category: null, Decided: null, IdentifierKind: null, Scanned.Generated: false } && !keys.Contains(c.Scanned.Name)))
                Mark(c);
        }
    }

    /// <summary>Reads like something a person wrote: whoever wrote it, the row is theirs.</summary>
    public static bool IsAuthored(ColumnNode c) => IsLongText(c) && c.Words.Any(ColumnWords.FreeText.Contains);

    private static void Mark(ColumnNode c)
    {
        if (IsAuthored(c) || (IsLongText(c) && c.Words.Any(ColumnWords.Headings.Contains)))
            Set(c, Categories.FreeText, 0.4, "name:free-text");
        else if (c.Shape.MayHoldText() && c.Words.Length > 1 && c.Words[^1] == "name" && c.Words.Any(ColumnWords.PersonRoles.Contains))
            Set(c, "user.name", 0.6, "name:name-of-a-role");
        else if (c.Table.IsSubject && c.Shape is TypeShape.Text or TypeShape.Json or TypeShape.Array && !IsCode(c))
            Set(c, "user", 0.3, "column-of-a-person");
    }

    private static bool IsLongText(ColumnNode c) => c.Shape is TypeShape.Text && (c.Scanned.MaxLength ?? ShortestText) >= ShortestText;

    /// <summary>A status or a type says little about a person, and a constraint may not let it be masked.</summary>
    private static bool IsCode(ColumnNode c) =>
        c.Scanned.MaxLength is <= 3
        || c.Words.Any(ColumnWords.Codes.Contains)
        || c.Scanned.CheckConstraints.Any(k => k.Contains("ANY", StringComparison.OrdinalIgnoreCase) || k.Contains(" IN ", StringComparison.OrdinalIgnoreCase));

    private static void Set(ColumnNode c, string category, double confidence, string evidence)
    {
        c.Category = category;
        c.Confidence = confidence;
        c.Evidence.Add(evidence);
    }
}
