using System.Globalization;
using System.Text;

namespace Governance.Portal.PrivacyCentre.Texts;

/// <summary>The words of one language, with named places (<c>{date}</c>) for what differs.</summary>
internal sealed class Language(string code, IReadOnlyDictionary<string, string> texts)
{
    /// <summary>BCP 47.</summary>
    public string Code => code;

    public IReadOnlyDictionary<string, string> All => texts;

    public string this[string key] => texts[key];

    public bool Has(string key) => texts.ContainsKey(key);

    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var said = new StringBuilder();
        foreach (var part in texts[key].Split('{'))
        {
            var end = part.IndexOf('}', StringComparison.Ordinal);
            if (end < 0)
            {
                said.Append(part);
                continue;
            }
            foreach (var (name, value) in values)
            {
                if (part.AsSpan(0, end).SequenceEqual(name))
                    said.Append(value);
            }
            said.Append(part, end + 1, part.Length - end - 1);
        }
        return said.ToString();
    }

    /// <summary>"Monday, 21 December 2026", in the order and with the names of the language.</summary>
    public string Date(DateOnly day) => Say(
        "date.long",
        ("weekday", texts["date.weekdays"].Split(',')[(int)day.DayOfWeek]),
        ("day", day.Day.ToString(CultureInfo.InvariantCulture)),
        ("month", texts["date.months"].Split(',')[day.Month - 1]),
        ("year", day.Year.ToString(CultureInfo.InvariantCulture)));

    /// <summary>"1 month", "45 days".</summary>
    public string Count(int count, string unit) =>
        Say($"unit.{unit}.{(count == 1 ? "one" : "other")}", ("count", count.ToString(CultureInfo.InvariantCulture)));
}
