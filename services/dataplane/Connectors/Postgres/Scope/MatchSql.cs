using System.Globalization;
using System.Numerics;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Connectors.Postgres.Catalog;
using Governance.ServiceDefaults.Privacy;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>Compares a subject table's column with the request's identifiers in the column's own type, so that its index serves.</summary>
internal static class MatchSql
{
    public static string Condition(PlanStep step, int match, CatalogColumn column, string alias)
    {
        var name = Sql.Column(alias, column.Name);
        var values = Sql.Setting(SettingName(step, match));
        if (column.TypeCategory == 'A')
        {
            // Elements keep their bounds: lowering the text form of an array lowers each of them.
            return step.Match[match].CaseInsensitive || column.TypeName == "_citext" ? $"lower({name}::text)::text[] && {values}::text[]" : $"{name}::text[] && {values}::text[]";
        }

        if (IsPhone(step.Match[match], column))
        {
            return $"{PhoneDigits($"{name}::text")} = ANY({values}::text[])";
        }

        return column.TypeName switch
        {
            "text" or "varchar" => $"{(step.Match[match].CaseInsensitive ? $"lower({name}::text)" : name)} = ANY({values}::text[])",
            "int2" or "int4" or "int8" => $"{name} = ANY({values}::int8[])",
            "numeric" => $"{name} = ANY({values}::numeric[])",
            "uuid" => $"{name} = ANY({values}::uuid[])",
            _ => $"{(step.Match[match].CaseInsensitive || column.TypeName == "citext" ? $"lower({name}::text)" : $"{name}::text")} = ANY({values}::text[])",
        };
    }

    /// <summary>Hands the identifiers of every match over to the session, as parameters.</summary>
    public static async Task BindAsync(
        NpgsqlConnection connection, IEnumerable<PlanStep> steps, StoreCatalog catalog, IReadOnlyList<SubjectIdentifier> identifiers, CancellationToken ct)
    {
        foreach (var step in steps)
        {
            for (var i = 0; i < step.Match.Count; i++)
            {
                var match = step.Match[i];
                var column = catalog.Column(step.Table, match.ColumnName) ?? throw new StoreException(StoreCodes.ColumnMissing);
                var values = identifiers.Where(v => v.Kind == match.IdentifierKind).Select(v => v.Value).Where(v => Fits(v, column)).Distinct().ToArray();
                if (IsPhone(match, column))
                {
                    values = [.. values.Select(v => Identifiers.Normalise(Identifiers.Phone, v)).Where(v => v.Length > 0).Distinct()];
                }

                var lower = !IsTyped(column) && (match.CaseInsensitive || column.TypeName is "citext" or "_citext");
                await connection.RunAsync(
                    $"SELECT set_config($1, coalesce((SELECT array_agg({(lower ? "lower(v)" : "v")}) FROM unnest($2::text[]) v), '{{}}')::text, false)",
                    ct,
                    $"governance.{SettingName(step, i)}",
                    values);
            }
        }
    }

    private static string SettingName(PlanStep step, int match) => $"m{step.Number}_{match}";

    private static bool IsPhone(IdentifierMatch match, CatalogColumn column) => match.IdentifierKind == Identifiers.Phone && column.IsText;

    // The same form as the request's identifiers have: digits with a leading plus. Stores write numbers with blanks and brackets.
    private static string PhoneDigits(string name) => $"regexp_replace(regexp_replace({name}, '[^0-9+]', '', 'g'), '^00', '+')";

    private static bool IsTyped(CatalogColumn column) => column.TypeName is "int2" or "int4" or "int8" or "numeric" or "uuid";

    // An identifier that can't be a value of the column's type can't match it either.
    private static bool Fits(string value, CatalogColumn column) => !value.Contains('\0', StringComparison.Ordinal) && column.TypeName switch
    {
        "int2" or "int4" or "int8" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "numeric" => BigInteger.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                     || decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParse(value, out _),
        _ => true,
    };
}
