using Governance.Consent.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Notices;

/// <param name="Version">The number it would get.</param>
/// <param name="AsksAgain">Everybody who consented to an earlier version would be asked again.</param>
/// <param name="PurposesDropped">Consent to these ends when it takes effect.</param>
/// <param name="LanguagesChanged">Languages whose text differs from the version before.</param>
/// <param name="LanguagesDropped">Languages of the version before that it does not speak.</param>
internal sealed record NoticePreview(
    int Version,
    DateTimeOffset EffectiveFrom,
    bool AsksAgain,
    IReadOnlyList<string> PurposesAdded,
    IReadOnlyList<string> PurposesDropped,
    IReadOnlyList<string> LanguagesChanged,
    IReadOnlyList<string> LanguagesDropped,
    IReadOnlyList<PreviewedText> Texts);

/// <param name="ContentHash">The hash it would get: SHA-256 of the text's UTF-8 bytes, lower-case hex.</param>
internal sealed record PreviewedText(string Language, string ContentHash, int Characters);

/// <summary>What publishing would do. Checks the same and stores nothing.</summary>
internal static class PreviewNotice
{
    public static async Task<Results<Ok<NoticePreview>, ProblemHttpResult>> HandleAsync(string code, PublishNoticeBody body, ConsentDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Notices.AsNoTracking().SingleOrDefaultAsync(n => n.Code == code, ct) is not { } notice)
            return Problems.NotFound("notice");
        var (effectiveFrom, problem) = await PublishNotice.CheckAsync(notice, body, db, clock.Now(), ct);
        if (problem is not null)
            return problem;
        var last = await db.NoticeVersions.AsNoTracking().Include(v => v.Texts).SingleOrDefaultAsync(v => v.NoticeCode == code && v.Number == notice.Version, ct);
        var before = last?.Texts.ToDictionary(t => t.Language, t => t.ContentHash, StringComparer.Ordinal) ?? [];
        var texts = body.Texts.Select(t => NoticeText.Of(code, notice.Version + 1, t.Language, t.Text)).ToList();
        return TypedResults.Ok(new NoticePreview(
            notice.Version + 1,
            effectiveFrom,
            last is not null && body.Change == NoticeChange.Material,
            [.. body.Purposes.Except(last?.PurposeCodes ?? [])],
            [.. (last?.PurposeCodes ?? []).Except(body.Purposes)],
            [.. texts.Where(t => before.TryGetValue(t.Language, out var hash) && hash != t.ContentHash).Select(t => t.Language)],
            [.. before.Keys.Except(texts.Select(t => t.Language))],
            [.. texts.Select(t => new PreviewedText(t.Language, t.ContentHash, t.Text.Length))]));
    }
}
