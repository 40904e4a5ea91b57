using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>What people write may say anything about them: in rows of a person, columns that read like free text are personal data.</summary>
internal static class FreeTextFinder
{
    private const double NameOnly = 0.4;
    private const int ShortestText = 60;

    public static void Mark(SchemaGraph graph)
    {
        foreach (var c in graph.Tables.Where(t => t is { InReach: true, IsView: false }).SelectMany(t => t.Columns.Values))
        {
            if (c is not { Category: null, Decided: null } || !Reads(c))
                continue;
            c.Category = Categories.FreeText;
            c.Confidence = NameOnly;
            c.Evidence.Add("name:free-text");
        }
    }

    public static bool Reads(ColumnNode c) =>
        !c.Scanned.Generated && c.IdentifierKind is null && c.Shape is TypeShape.Text && (c.Scanned.MaxLength ?? ShortestText) >= ShortestText
        && c.Words.Any(ColumnWords.FreeText.Contains);
}
