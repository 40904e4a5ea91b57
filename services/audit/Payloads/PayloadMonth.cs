using System.Globalization;

namespace Governance.Audit.Payloads;

/// <summary>Payloads lie in one partition per month (UTC) of their recording, so that a month can be dropped.</summary>
internal static class PayloadMonth
{
    /// <summary>Holds what verification needs for good: the entries that say which payloads were erased or dropped.</summary>
    public static readonly DateOnly Kept = new(1970, 1, 1);

    public static DateOnly Of(string eventType, DateTimeOffset recordedAt) =>
        Evidence.IsType(eventType) ? Kept : new DateOnly(recordedAt.UtcDateTime.Year, recordedAt.UtcDateTime.Month, 1);

    /// <summary>Name of the table, safe to stand in a statement.</summary>
    public static string Table(DateOnly month) => month == Kept ? "payloads_kept" : $"payloads_{month.ToString("yyyy_MM", CultureInfo.InvariantCulture)}";

    public static DateOnly OfTable(string table) =>
        table == Table(Kept) ? Kept : DateOnly.ParseExact(table, "'payloads_'yyyy_MM", CultureInfo.InvariantCulture);

    public static string Literal(DateOnly month) => month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
