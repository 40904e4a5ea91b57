using System.Globalization;
using System.Net;
using System.Text.Json;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Checking;

/// <summary>Whether a masking can be written into a column at all. Check constraints and taken values are the data plane's to find out.</summary>
internal static class MaskingCheck
{
    public static (string Code, string Message)? Refuse(MappedTable table, MappedColumn column)
    {
        var masking = column.Masking!;
        var shape = TypeShapes.Of(column.Type);
        if (column.Generated)
            return ("mask-generated", "The store computes this column: it follows the columns it is computed from and can't be masked itself.");
        return masking.Method switch
        {
            MaskingMethod.Null when !column.Nullable || table.PrimaryKey.Contains(column.Name) => ("mask-not-null", "The column does not accept null."),
            MaskingMethod.Constant => RefuseConstant(table, column, shape, masking.Value),
            MaskingMethod.Pseudonym when shape is not (TypeShape.Text or TypeShape.Other or TypeShape.Uuid or TypeShape.Integer or TypeShape.Decimal) =>
                ("mask-type-mismatch", "A pseudonym fits text, number and uuid columns only."),
            MaskingMethod.Generalise => RefuseUnit(shape, masking.Value),
            _ => null,
        };
    }

    private static (string Code, string Message)? RefuseConstant(MappedTable table, MappedColumn column, TypeShape shape, string? value)
    {
        if (value is null)
            return ("mask-value-missing", "A constant masking needs its value.");
        if (column.MaxLength is { } max && value.Length > max)
            return ("mask-too-long", $"The constant is longer than the column's {max} characters.");
        if ((table.PrimaryKey is [var key] && key == column.Name) || table.UniqueKeys.Any(k => k.Count == 1 && k[0] == column.Name))
            return ("mask-not-unique", "The column is unique: a constant would collide with the second person erased.");
        return Fits(shape, value) ? null : ("mask-type-mismatch", $"The constant is not a value of the type {column.Type}.");
    }

    private static bool Fits(TypeShape shape, string value) => shape switch
    {
        TypeShape.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        TypeShape.Decimal => decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
        TypeShape.Date or TypeShape.Timestamp => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        TypeShape.Boolean => bool.TryParse(value, out _),
        TypeShape.Uuid => Guid.TryParse(value, out _),
        TypeShape.Json => IsJson(value),
        TypeShape.Array => value.StartsWith('{') && value.EndsWith('}'),
        TypeShape.Network => IPAddress.TryParse(value, out _),
        _ => true,
    };

    private static (string Code, string Message)? RefuseUnit(TypeShape shape, string? unit)
    {
        var parts = (unit ?? string.Empty).Split(':', 2);
        var counted = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0;
        if (unit is not ("year" or "month") && !(parts[0] is "prefix" or "round" && counted))
            return ("mask-unit-unknown", "Generalise by year, month, prefix:N or round:N.");
        var fits = parts[0] switch
        {
            "year" or "month" => shape is TypeShape.Date or TypeShape.Timestamp,
            "prefix" => shape is TypeShape.Text or TypeShape.Network,
            _ => shape is TypeShape.Integer or TypeShape.Decimal,
        };
        return fits ? null : ("mask-type-mismatch", "This way of generalising does not fit the column's type.");
    }

    private static bool IsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
