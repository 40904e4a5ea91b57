using System.Globalization;

namespace Governance.Consent.Subjects;

/// <summary>Where a page of a history ended. The time stands in it only where the order is by time.</summary>
internal sealed record HistoryKey(string Purpose, int Version, DateTimeOffset RecordedAt)
{
    /// <param name="key">Null when <paramref name="text"/> is.</param>
    public static bool TryParse(string? text, bool byTime, out HistoryKey? key)
    {
        key = null;
        if (text is null)
            return true;
        var parts = text.Split('.');
        var ticks = 0L;
        if (parts.Length != (byTime ? 3 : 2) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return false;
        if (byTime && (!long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out ticks) || ticks > DateTimeOffset.MaxValue.Ticks))
            return false;
        key = new(parts[0], version, new DateTimeOffset(ticks, TimeSpan.Zero));
        return true;
    }

    public string ToString(bool byTime) => byTime
        ? string.Create(CultureInfo.InvariantCulture, $"{Purpose}.{Version}.{RecordedAt.UtcTicks}")
        : string.Create(CultureInfo.InvariantCulture, $"{Purpose}.{Version}");
}
