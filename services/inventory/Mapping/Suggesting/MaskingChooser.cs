using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Chooses for each personal column what takes the value's place when the row has to stay.</summary>
internal static class MaskingChooser
{
    private const string Erased = "erased";

    public static void Choose(TableNode table)
    {
        if (!table.InReach || table.IsView)
            return;
        // Neither end of a foreign key can take another value.
        var references = table.Out.Where(e => e.Declared).SelectMany(e => e.FromColumns)
            .Concat(table.In.Where(e => e.Declared).SelectMany(e => e.ToColumns)).ToHashSet(StringComparer.Ordinal);
        foreach (var c in table.Columns.Values)
        {
            if (c.Category is null && c.IdentifierKind is null)
                continue;
            c.Masking = For(table, c, references.Contains(c.Scanned.Name));
            if (c.Masking is null)
                c.Evidence.Add("kept:no-masking-fits");
        }
    }

    private static Masking? For(TableNode table, ColumnNode c, bool isReference)
    {
        if (c.Scanned.Generated || isReference)
            return null;

        // The amounts are what the retention duty is about.
        if (table.Action is ErasureAction.Retain && c.Shape is TypeShape.Decimal or TypeShape.Integer && c.IdentifierKind is null && !Categories.IsPhone(c.Category))
            return null;
        var key = table.Scanned.PrimaryKey.Contains(c.Scanned.Name);
        if (key || table.IsUnique(c.Scanned.Name) || (c.IdentifierKind is not null && !c.Scanned.Nullable))
            return c.Scanned.Nullable && !key ? new Masking(MaskingMethod.Null) : c.Shape.MayHoldText() || c.Shape is TypeShape.Uuid ? new Masking(MaskingMethod.Pseudonym) : null;
        if (c.Scanned.Nullable && !c.Scanned.CheckConstraints.Any(k => k.Contains("IS NOT NULL", StringComparison.OrdinalIgnoreCase)))
            return new Masking(MaskingMethod.Null);
        return c.Shape switch
        {
            TypeShape.Text => Constant(c),
            TypeShape.Other => c.Category is not null && (Categories.IsEmail(c.Category) || Categories.IsPhone(c.Category) || Categories.IsName(c.Category)) ? Constant(c) : null,
            TypeShape.Date or TypeShape.Timestamp => new Masking(MaskingMethod.Generalise, "year"),
            TypeShape.Integer or TypeShape.Decimal => new Masking(MaskingMethod.Constant, "0"),
            TypeShape.Boolean => new Masking(MaskingMethod.Constant, "false"),
            TypeShape.Uuid => new Masking(MaskingMethod.Pseudonym),
            TypeShape.Json or TypeShape.Array => new Masking(MaskingMethod.Constant, "{}"),
            TypeShape.Network => new Masking(MaskingMethod.Constant, "0.0.0.0"),
            _ => null,
        };
    }

    private static Masking Constant(ColumnNode c)
    {
        var max = c.Scanned.MaxLength ?? int.MaxValue;
        var needsAt = c.Scanned.CheckConstraints.Any(k => k.Contains('@', StringComparison.Ordinal));
        var value = Categories.IsEmail(c.Category) || needsAt
            ? Fit("erased@erased.invalid", "e@e.invalid", max)
            : Categories.IsPhone(c.Category) ? Fit("+00000000", "0", max) : Erased;
        return new Masking(MaskingMethod.Constant, value.Length <= max ? value : value[..max]);
    }

    private static string Fit(string full, string brief, int max) => full.Length <= max ? full : brief;
}
