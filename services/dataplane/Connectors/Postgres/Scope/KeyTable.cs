using Governance.Contracts.Dsar.V1;

namespace Governance.DataPlane.Connectors.Postgres.Scope;

/// <summary>Temporary table with the keys of a step's rows, and the columns that other steps join on.</summary>
internal static class KeyTable
{
    public const string Shared = "\"gov$shared\"";
    public const string Round = "\"gov$round\"";
    public const string RowTable = "\"gov$tableoid\"";
    public const string RowAddress = "\"gov$ctid\"";

    public static string Name(PlanStep step) => $"pg_temp.\"gov$s{step.Number}\"";

    public static string Old(int mask) => $"\"gov$old{mask}\"";

    public static bool HasKey(PlanStep step) => step.KeyColumns.Count > 0;

    public static string Equal(PlanStep step, string keys, string rows) => HasKey(step)
        ? Sql.Equal(keys, step.KeyColumns, rows, step.KeyColumns)
        : $"{keys}.{RowTable} = {rows}.tableoid AND {keys}.{RowAddress} = {rows}.ctid";

    public static IEnumerable<string> KeyTerms(PlanStep step) => HasKey(step) ? step.KeyColumns.Select(Sql.Id) : [RowTable, RowAddress];

    public static IEnumerable<string> KeySelect(PlanStep step, string alias) => HasKey(step)
        ? step.KeyColumns.Select(c => Sql.Column(alias, c))
        : [$"{alias}.tableoid AS {RowTable}", $"{alias}.ctid AS {RowAddress}"];
}
