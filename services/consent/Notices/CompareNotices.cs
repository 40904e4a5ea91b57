using Governance.Consent.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Notices;

internal enum TextDifference
{
    Same,
    Changed,
    Added,
    Dropped,
}

/// <param name="FromHref">Where the earlier text is; null when there is none.</param>
/// <param name="ToHref">Where the later text is; null when there is none.</param>
internal sealed record TextComparison(string Language, TextDifference Difference, string? FromHref, string? ToHref);

/// <param name="AsksAgain">Who consented to the earlier version was asked again: a version after it, up to the later one, was a material change.</param>
/// <param name="Texts">Every language of either, by its tag.</param>
internal sealed record NoticeComparison(
    NoticeVersionResponse From,
    NoticeVersionResponse To,
    bool AsksAgain,
    IReadOnlyList<string> PurposesAdded,
    IReadOnlyList<string> PurposesDropped,
    bool WithdrawalMethodChanged,
    IReadOnlyList<TextComparison> Texts);

/// <summary>What changed between two published versions.</summary>
internal static class CompareNotices
{
    /// <param name="from">Number of the earlier version.</param>
    /// <param name="to">Number of the later version.</param>
    public static async Task<Results<Ok<NoticeComparison>, ProblemHttpResult>> HandleAsync(string code, int from, int to, ConsentDbContext db, CancellationToken ct)
    {
        if (from > to)
            return Problems.Validation("from", "Not later than the other version.");
        var found = await db.NoticeVersions.AsNoTracking().Include(v => v.Texts).Where(v => v.NoticeCode == code && (v.Number == from || v.Number == to)).ToListAsync(ct);
        if (found.Find(v => v.Number == from) is not { } before || found.Find(v => v.Number == to) is not { } after)
            return Problems.NotFound("notice version");
        var asksAgain = await db.NoticeVersions.AnyAsync(v => v.NoticeCode == code && v.Number > from && v.Number <= to && v.Change == NoticeChange.Material, ct);
        var (earlier, later) = (NoticeVersionResponse.Of(before), NoticeVersionResponse.Of(after));
        return TypedResults.Ok(new NoticeComparison(
            earlier,
            later,
            asksAgain,
            [.. after.PurposeCodes.Except(before.PurposeCodes)],
            [.. before.PurposeCodes.Except(after.PurposeCodes)],
            before.WithdrawalMethod != after.WithdrawalMethod,
            Texts(earlier.Texts.ToDictionary(t => t.Language, StringComparer.Ordinal), later.Texts.ToDictionary(t => t.Language, StringComparer.Ordinal))));
    }

    private static IReadOnlyList<TextComparison> Texts(Dictionary<string, NoticeTextResponse> before, Dictionary<string, NoticeTextResponse> after) =>
    [
        .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal).Select(language =>
        {
            var (earlier, later) = (before.GetValueOrDefault(language), after.GetValueOrDefault(language));
            var difference = (earlier, later) switch
            {
                (null, _) => TextDifference.Added,
                (_, null) => TextDifference.Dropped,
                _ => earlier.ContentHash == later.ContentHash ? TextDifference.Same : TextDifference.Changed,
            };
            return new TextComparison(language, difference, earlier?.Href, later?.Href);
        }),
    ];
}
