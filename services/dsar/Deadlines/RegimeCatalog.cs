using System.Text.Json;
using System.Text.Json.Serialization;
using Governance.Contracts.Dsar.V1;

namespace Governance.Dsar.Deadlines;

/// <summary>The regimes and calendars that come with the service.</summary>
internal sealed class RegimeCatalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly ILookup<string, Regime> regimes;
    private readonly Dictionary<string, HolidayCalendar> calendars;

    /// <param name="furtherHolidays">Days that the controller's own calendar adds to every calendar that has holidays.</param>
    public RegimeCatalog(IReadOnlyCollection<DateOnly>? furtherHolidays = null)
    {
        regimes = Load<List<Regime>>("regimes.json").ToLookup(r => r.Code, StringComparer.Ordinal);
        calendars = Load<List<HolidayCalendar>>("holidays.json")
            .ToDictionary(c => c.Code, c => c.Days.Count > 0 && furtherHolidays is { Count: > 0 } ? c.With(furtherHolidays) : c, StringComparer.Ordinal);
    }

    public IEnumerable<Regime> All => regimes.SelectMany(versions => versions);

    public bool Knows(string code) => regimes.Contains(code);

    /// <summary>The version in force on the day, or null when the code is unknown or nothing was in force yet.</summary>
    public Regime? Find(string code, DateOnly on) => regimes[code].Where(r => r.InForceFrom <= on).MaxBy(r => r.InForceFrom);

    public HolidayCalendar CalendarOf(Regime regime) => calendars[regime.Calendar];

    public static bool Covers(Regime regime, RequestType type) => regime.RequestTypes.Contains(JsonNamingPolicy.CamelCase.ConvertName(type.ToString()));

    private static T Load<T>(string file)
    {
        var name = $"Governance.Dsar.Deadlines.Data.{file}";
        using var stream = typeof(RegimeCatalog).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing.");
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidOperationException($"The resource {name} is empty.");
    }
}
