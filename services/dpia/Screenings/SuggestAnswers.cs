using System.Globalization;
using Governance.Contracts.Inventory.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Screenings;

internal enum SuggestedAnswer
{
    Yes,
    No,

    /// <summary>The map gives a hint, a person has to judge.</summary>
    Unclear,
}

/// <summary>What the inventory's map hints at. Never an answer: a person takes it over as theirs, or not.</summary>
/// <param name="Code">Code of the screening's question; <c>transfer</c> is none, but belongs into every assessment.</param>
/// <param name="Evidence">Tables, columns and counts it rests on.</param>
internal sealed record AnswerSuggestion(string Code, SuggestedAnswer Suggestion, string Reason, IReadOnlyList<string> Evidence);

/// <param name="Note">That these are suggestions.</param>
internal sealed record SuggestionsResponse(string Note, IReadOnlyList<Assessments.MapBaseline> Maps, IReadOnlyList<AnswerSuggestion> Suggestions);

internal static class SuggestAnswers
{
    /// <param name="dataStoreId">Data stores that the processing uses; may be repeated.</param>
    public static async Task<Results<Ok<SuggestionsResponse>, ProblemHttpResult>> HandleAsync(Guid[] dataStoreId, MapKeeper keeper, DpiaDbContext db, CancellationToken ct)
    {
        if (dataStoreId.Length is 0 or > 50)
            return Problems.Validation("dataStoreId", "1 to 50 data stores.");
        var (maps, problem) = await keeper.BaselineAsync([.. dataStoreId.Distinct()], ct);
        if (problem is not null)
            return problem;
        var documents = new List<DataMap>();
        foreach (var map in maps.Where(m => m.MapVersion is not null))
            documents.Add((await db.Maps.AsNoTracking().SingleAsync(m => m.DataStoreId == map.DataStoreId && m.Version == map.MapVersion, ct)).Document);
        return TypedResults.Ok(new SuggestionsResponse("Suggestions from confirmed data maps. A person has to check each and answer.", maps, MapHints.Of(documents)));
    }
}

/// <summary>Hints that data maps hold on the screening's questions.</summary>
internal static class MapHints
{
    // No law names a number; WP243 names the factors. These only sort hints.
    private const long ManyPeople = 100_000;
    private const long FewPeople = 5_000;

    private static readonly string[] Special =
    [
        "user.health_and_medical", "user.biometric", "user.genetic", "user.demographic.race_ethnicity", "user.demographic.religious_belief", "user.demographic.political_opinion",
        "user.demographic.sexual_orientation", "user.criminal_history", "user.workplace.union",
    ];

    private static readonly string[] Watching = ["user.location", "user.device", "user.behavior", "user.sensor"];
    private static readonly string[] Vulnerable = ["employee", "patient", "trainee", "job_applicant", "next_of_kin"];
    private static readonly string[] ScoringWords = ["score", "scoring", "profile", "segment", "rating", "prediction", "predicted", "propensity", "tier", "affinity", "risk"];
    private static readonly string[] DecisionWords = ["decision", "approved", "rejected", "eligible", "eligibility", "denied", "creditworthiness"];
    private static readonly string[] Eea =
        ["EU", "EEA", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"];

    public static IReadOnlyList<AnswerSuggestion> Of(IReadOnlyList<DataMap> maps)
    {
        var special = Columns(maps, c => Special.Any(s => Under(c.Category, s)));
        var people = maps.SelectMany(m => m.Tables).Where(t => t.SubjectKind is not null && t.RowEstimate > 0).ToList();
        var largest = people.Select(t => t.RowEstimate).DefaultIfEmpty(0).Max();
        var scale = largest >= ManyPeople ? SuggestedAnswer.Yes : largest is > 0 and < FewPeople ? SuggestedAnswer.No : SuggestedAnswer.Unclear;
        var counts = people.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.FullName}: about {t.RowEstimate} {t.SubjectKind}s")).ToList();
        var linked = maps.SelectMany(m => m.Tables.SelectMany(t => t.Columns.Where(c => c.IdentifierKind is not null).Select(c => (Kind: c.IdentifierKind!, Place: $"{m.DataStoreName}: {t.FullName}.{c.Name}", m.DataStoreId))))
            .GroupBy(c => c.Kind).Where(g => g.Select(c => c.DataStoreId).Distinct().Count() > 1).SelectMany(g => g.Select(c => c.Place)).ToList();
        var abroad = maps.Where(m => !Eea.Contains(m.Region, StringComparer.OrdinalIgnoreCase)).Select(m => $"{m.DataStoreName}: {m.Region}").ToList();
        return
        [
            Found("C4", special, "Columns look like special categories of data.", "No column looks like a special category of data."),
            new("C5", scale, scale == SuggestedAnswer.Unclear ? "How many people it is doesn't tell by itself." : "By the number of people.", counts),
            new("art35-3-b", special.Count > 0 && scale == SuggestedAnswer.Yes ? SuggestedAnswer.Yes : special.Count > 0 && scale == SuggestedAnswer.Unclear ? SuggestedAnswer.Unclear : SuggestedAnswer.No,
                "Special categories on a large scale: both hints together.", [.. special, .. counts]),
            Found("C7", [.. people.Where(t => Vulnerable.Contains(t.SubjectKind)).Select(t => $"{t.FullName}: {t.SubjectKind}")], "People who depend on you are among the subjects.", "No subject of the map is known to be vulnerable."),
            Found("C1", Named(maps, ScoringWords), "Names speak of scores, profiles or segments.", "No name speaks of scoring.", sure: false),
            Found("C2", Named(maps, DecisionWords), "Names speak of decisions about people.", "No name speaks of decisions.", sure: false),
            Found("C3", Columns(maps, c => Watching.Any(w => Under(c.Category, w))), "Location, device or behaviour of people is recorded.", "Neither location nor behaviour is recorded.", sure: false),
            Found("C6", linked, "The same people are identified in more than one store.", "The stores share no identifier.", sure: false),
            Found("transfer", abroad, "A store lies outside the European Economic Area.", "All stores lie in the European Economic Area."),
        ];
    }

    private static AnswerSuggestion Found(string code, List<string> evidence, string yes, string no, bool sure = true) =>
        new(code, evidence.Count == 0 ? SuggestedAnswer.No : sure ? SuggestedAnswer.Yes : SuggestedAnswer.Unclear, evidence.Count == 0 ? no : yes, evidence);

    private static List<string> Columns(IReadOnlyList<DataMap> maps, Func<MappedColumn, bool> wanted) =>
        [.. maps.SelectMany(m => m.Tables.SelectMany(t => t.Columns.Where(wanted).Select(c => $"{m.DataStoreName}: {t.FullName}.{c.Name} ({c.Category})")))];

    private static List<string> Named(IReadOnlyList<DataMap> maps, string[] words) =>
        [.. maps.SelectMany(m => m.Tables.Where(t => !t.Reference).SelectMany(t => t.Columns.Where(c => Words(c.Name).Intersect(words).Any()).Select(c => $"{m.DataStoreName}: {t.FullName}.{c.Name}")
            .Concat(Words(t.Name).Intersect(words).Any() ? [$"{m.DataStoreName}: {t.FullName}"] : [])))];

    private static string[] Words(string name) => name.ToLowerInvariant().Split(['_', ' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Under(string? category, string root) =>
        category is not null && category.StartsWith(root, StringComparison.Ordinal) && (category.Length == root.Length || category[root.Length] == '.');
}
