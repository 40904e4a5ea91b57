using System.Globalization;

namespace Governance.Dsar.Packages;

/// <summary>Codes of the data map as a person would say them.</summary>
internal static class PlainWords
{
    /// <summary>"user.contact.phone_number" → "contact: phone number"; "user" → "other personal data".</summary>
    public static string Category(string code)
    {
        var parts = code.Split('.').Skip(1).Select(p => p.Replace('_', ' ')).ToList();
        return parts.Count switch
        {
            0 => "other personal data",
            1 => parts[0],
            _ => $"{parts[0]}: {string.Join(", ", parts.Skip(1))}",
        };
    }

    /// <summary>"P10Y" → "10 years"; what is no duration stays as it is.</summary>
    public static string Period(string duration)
    {
        if (duration.Length > 2 && duration[0] == 'P' && int.TryParse(duration.AsSpan(1, duration.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            var unit = duration[^1] switch { 'Y' => "year", 'M' => "month", 'W' => "week", 'D' => "day", _ => null };
            if (unit is not null)
                return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
        }
        return duration;
    }
}
