using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Finds the columns of a table that could tell one person from all others, and say so in other stores too.</summary>
internal static class IdentifierFinder
{
    private const double Sure = 0.5;

    public static List<(ColumnNode Column, string Kind)> Find(TableNode table, string? subjectKind)
    {
        var found = new List<(ColumnNode Column, string Kind)>();
        var keys = table.Out.Where(e => e.Trusted).SelectMany(e => e.FromColumns).ToHashSet(StringComparer.Ordinal);
        foreach (var column in table.Scanned.Columns.Select(c => table.Columns[c.Name]))
        {
            if (!column.Scanned.Generated && !keys.Contains(column.Scanned.Name) && KindOf(column, subjectKind) is { } kind)
                found.Add((column, kind));
        }

        if (found.Count == 0 && table.Columns.Values.FirstOrDefault(IsPhone) is { } phone)
            found.Add((phone, "phone"));
        if (found.Count == 0 && subjectKind is not null && TextKey(table) is { } key && !keys.Contains(key.Scanned.Name))
            found.Add((key, NumberKind(subjectKind)));
        return found;
    }

    public static bool IsOtherRole(ColumnNode column) => column.Words.Any(ColumnWords.OtherRole.Contains);

    public static bool IsEmail(ColumnNode column) =>
        column.Shape.MayHoldText()
        && ((Categories.IsEmail(column.Category) && column.Confidence >= Sure) || (column.Category is null && column.Words is ["email"] or ["e", "mail"] or ["mail"] or [_, "email"] or ["email", "address"]));

    private static string? KindOf(ColumnNode column, string? subjectKind)
    {
        if (IsEmail(column))
            return IsOtherRole(column) ? null : "email";
        var unique = column.Table.IsUnique(column.Scanned.Name);
        if (column.Shape.MayHoldText() && column.Words is ["username"] or ["user", "name"] or ["login"] or ["login", "name"] or ["benutzername"])
            return unique || subjectKind is not null ? "username" : null;
        if (Categories.IsGovernmentId(column.Category) && column.Confidence >= Sure && !IsOtherRole(column))
            return "national-id";
        if (!unique)
            return null;
        return IsPhone(column) ? "phone" : BusinessNumber(column, subjectKind);
    }

    private static bool IsPhone(ColumnNode column) =>
        column.Shape.MayHoldText() && Categories.IsPhone(column.Category) && column.Confidence >= Sure && !IsOtherRole(column) && !column.Words.Contains("fax");

    /// <summary><c>customer_no</c>, <c>Kundennummer</c>, <c>member_no</c>; never <c>customer_id</c>, which means something in its own store only.</summary>
    private static string? BusinessNumber(ColumnNode column, string? subjectKind)
    {
        if (!column.Shape.MayHoldText() && column.Shape is not TypeShape.Integer)
            return null;
        var words = column.Words;
        if (words.Length == 1 && NumberTail(words[0]) is { } stem)
            return Named(stem);
        if (words.Length < 2 || !ColumnWords.Number.Contains(words[^1]))
            return words is ["mrn"] ? "patient-number" : null;
        return Named(words[^2]) ?? (words[^2] is "account" or "personal" && subjectKind is not null ? NumberKind(subjectKind) : null);
    }

    private static string? NumberTail(string word)
    {
        foreach (var tail in (ReadOnlySpan<string>)["nummer", "number", "nr", "no"])
        {
            if (word.Length > tail.Length + 3 && word.EndsWith(tail, StringComparison.Ordinal))
                return word[..^tail.Length];
        }

        return null;
    }

    private static string? Named(string word)
    {
        var stem = word.EndsWith('s') ? word[..^1] : word;
        return stem switch
        {
            // A programme numbers its members by itself: the number links the programme's stores, not the shop's.
            "member" or "mitglied" => "member-number",
            "user" or "nutzer" or "benutzer" => "user-number",
            "personal" or "personel" => "employee-number",
            "versicherten" or "krankenversicherten" => "insurance-number",
            _ => PersonWords.KindOf(stem) is { } kind ? NumberKind(kind) : null,
        };
    }

    private static string NumberKind(string subjectKind) => subjectKind.Replace('_', '-') + "-number";

    private static ColumnNode? TextKey(TableNode table) =>
        table.Scanned.PrimaryKey is [var only] && table.Columns[only] is { Shape: TypeShape.Text } column ? column : null;
}
