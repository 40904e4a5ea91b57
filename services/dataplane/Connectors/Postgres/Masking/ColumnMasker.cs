using System.Globalization;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;

namespace Governance.DataPlane.Connectors.Postgres.Masking;

/// <summary>
/// Masks one column in SQL, set-based, shaped to the column's own type and length.
/// Constants and the pseudonym key are read with <c>current_setting</c> and never stand in the text.
/// </summary>
/// <param name="email">The column holds e-mail addresses: its pseudonyms look like one.</param>
internal sealed class ColumnMasker(int step, int mask, ColumnMask plan, CatalogColumn column, bool email)
{
    public const string InnerPad = "hmac_inner";
    public const string OuterPad = "hmac_outer";
    public const string ErasedDomain = "@erased.invalid";
    private const string ErasedPrefix = "erased-";
    private const int ShortestDigest = 12;
    private const int LongestDigest = 32;

    public int Mask => mask;

    public CatalogColumn Column => column;

    public MaskingMethod Method => plan.Masking.Method;

    public string? Constant => plan.Masking.Method == MaskingMethod.Constant ? plan.Masking.Value ?? "" : null;

    public string ConstantSetting => $"c{step}_{mask}";

    /// <summary>The masked value can't be told from a real one, so the proof compares with the value from before.</summary>
    public bool NeedsOldValue => Method == MaskingMethod.Pseudonym && (column.IsInteger || column.TypeName == "numeric" || (column.IsText && TextShape() == Shape.Digest));

    /// <summary>Two different values could get the same pseudonym.</summary>
    public bool CanCollide => Method != MaskingMethod.Pseudonym || NeedsOldValue;

    /// <summary>What the type itself rules out; null when the masking makes sense.</summary>
    public string? Problem()
    {
        if (column.Generated)
        {
            return StoreCodes.Generated;
        }

        return Method switch
        {
            MaskingMethod.Null => column.NotNull ? StoreCodes.NotNull : null,
            MaskingMethod.Constant when column.MaxLength is { } max && Constant!.Length > max => StoreCodes.TooLong,
            MaskingMethod.Constant => null,
            MaskingMethod.Pseudonym => column.IsText || column.IsInteger || column.TypeName is "numeric" or "uuid" ? null : StoreCodes.TypeMismatch,
            _ => Generalised("c") is null ? StoreCodes.TypeMismatch : null,
        };
    }

    /// <summary>The masked value; null stays null, and what is already masked stays as it is.</summary>
    public string Expression(string alias) => Method switch
    {
        MaskingMethod.Null => $"NULL::{column.TypeSql}",
        MaskingMethod.Constant => $"CASE WHEN {Name(alias)} IS NOT NULL THEN {ConstantSql()} END",
        MaskingMethod.Pseudonym => Pseudonym(alias),
        _ => Generalised(Name(alias))!,
    };

    /// <summary>True for a row whose column still holds something it should not.</summary>
    /// <param name="oldValue">The value from before, where it was kept.</param>
    public string Unmasked(string alias, string? oldValue) => Method switch
    {
        MaskingMethod.Null => $"{Name(alias)} IS NOT NULL",
        MaskingMethod.Constant => $"({Name(alias)} IS NOT NULL AND {Name(alias)}::text IS DISTINCT FROM {ConstantSql()}::text)",
        MaskingMethod.Generalise => $"{Name(alias)} IS DISTINCT FROM {Generalised(Name(alias))}",
        _ when oldValue is not null => $"{Name(alias)} = {oldValue}",
        _ => $"({Name(alias)} IS NOT NULL AND NOT ({HasShape(Name(alias))}))",
    };

    private string Name(string alias) => Sql.Column(alias, column.Name);

    private string ConstantSql() => $"{Sql.Setting(ConstantSetting)}::{column.TypeSql}";

    private string Pseudonym(string alias)
    {
        var name = Name(alias);
        var digest = $"encode(sha256(decode({Sql.Setting(OuterPad)}, 'hex') || sha256(decode({Sql.Setting(InnerPad)}, 'hex') || convert_to({name}::text, 'UTF8'))), 'hex')";
        if (column.TypeName == "uuid")
        {
            // Version 8 (RFC 9562 § 5.8) marks a value made by an application's own rule.
            return $"(SELECT (substr(d, 1, 12) || '8' || substr(d, 14, 3) || 'a' || substr(d, 18, 15))::uuid FROM (SELECT {digest} AS d) h)";
        }

        if (!column.IsText)
        {
            return $"((('x' || left({digest}, 15))::bit(60)::int8 % {NumberRange()}) + 1)::{column.TypeSql}";
        }

        var fresh = TextShape() switch
        {
            Shape.Email => $"left({digest}, {Math.Min(LongestDigest, Length() - ErasedDomain.Length)}) || '{ErasedDomain}'",
            Shape.Prefixed => $"'{ErasedPrefix}' || left({digest}, {Math.Min(LongestDigest, Length() - ErasedPrefix.Length)})",
            _ => $"left({digest}, {Math.Min(LongestDigest, Length())})",
        };
        var value = TextShape() == Shape.Digest ? fresh : $"CASE WHEN {HasShape(name)} THEN {name}::text ELSE {fresh} END";
        return $"CASE WHEN {name} IS NOT NULL THEN ({value})::{column.TypeSql} END";
    }

    private string HasShape(string name) => column.TypeName == "uuid"
        ? $"substr({name}::text, 15, 1) = '8'"
        : TextShape() == Shape.Email ? $"{name}::text ~ '^[0-9a-f]{{8,32}}@erased[.]invalid$'" : $"{name}::text ~ '^erased-[0-9a-f]{{{ShortestDigest},32}}$'";

    private Shape TextShape() =>
        email && Length() >= ErasedDomain.Length + ShortestDigest - 4 ? Shape.Email
        : Length() >= ErasedPrefix.Length + ShortestDigest ? Shape.Prefixed
        : Shape.Digest;

    private int Length() => column.MaxLength ?? int.MaxValue;

    private string NumberRange() => column.TypeName switch
    {
        "int2" => "32766",
        "int4" => "2147483646",
        "int8" => "1152921504606846975",
        _ => column.WholeDigits is { } digits and < 18 ? new string('9', Math.Max(1, digits)) : "999999999999999999",
    };

    // Units: year, month (dates), prefix:N (text, network addresses), round:N (numbers).
    private string? Generalised(string name)
    {
        var unit = (plan.Masking.Value ?? "").Split(':');
        var amount = unit.Length == 2 && int.TryParse(unit[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : 0;
        return unit[0] switch
        {
            "year" or "month" when unit.Length == 1 && column.TypeName is "date" or "timestamp" or "timestamptz" => $"date_trunc('{unit[0]}', {name})::{column.TypeSql}",
            "prefix" when amount > 0 && column.IsText => $"left({name}::text, {amount})::{column.TypeSql}",
            "prefix" when amount is > 0 and <= 128 && column.TypeName == "inet" =>
                $"network(set_masklen({name}, least({amount}, CASE family({name}) WHEN 4 THEN 32 ELSE 128 END)))::inet",
            "round" when amount > 0 && (column.IsInteger || column.TypeName is "numeric" or "float4" or "float8") =>
                $"(round({name}::numeric / {amount}) * {amount})::{column.TypeSql}",
            _ => null,
        };
    }

    private enum Shape
    {
        Email,
        Prefixed,
        Digest,
    }
}
