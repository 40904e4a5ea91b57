using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Dpia.Screenings;

/// <summary>Every dated rule set that the service carries, read from its embedded data.</summary>
internal static class RuleBook
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static IReadOnlyList<RuleSet> All { get; } =
    [
        .. typeof(RuleBook).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Rules/", StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(rules => rules.EffectiveFrom),
    ];

    /// <summary>The rules in force in a jurisdiction on a day; null when there are none.</summary>
    /// <param name="jurisdiction"><c>EU</c>, or an ISO 3166-1 alpha-2 code.</param>
    public static RuleSet? InForce(string jurisdiction, DateOnly on) =>
        All.LastOrDefault(rules => rules.Covers(jurisdiction) && rules.EffectiveFrom <= on);

    public static RuleSet Get(string id) => All.Single(rules => rules.Id == id);

    private static RuleSet Read(string resource)
    {
        using var stream = typeof(RuleBook).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<RuleSet>(stream, Json)!;
    }
}
