using System.Text;
using Governance.Consent.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Governance.Consent.Notices;

/// <param name="Version">Number of the last published version; 0 before the first.</param>
internal sealed record NoticeResponse(Guid Id, string Code, string Title, int Version, DateTimeOffset CreatedAt)
{
    public static NoticeResponse Of(Notice notice) => new(notice.Id, notice.Code, notice.Title, notice.Version, notice.CreatedAt);
}

internal sealed record NoticeVersionResponse(
    string Notice,
    int Version,
    NoticeChange Change,
    DateTimeOffset EffectiveFrom,
    IReadOnlyList<string> Purposes,
    string WithdrawalMethod,
    IReadOnlyList<NoticeTextResponse> Texts,
    DateTimeOffset PublishedAt)
{
    public static NoticeVersionResponse Of(NoticeVersion v) => new(
        v.NoticeCode,
        v.Number,
        v.Change,
        v.EffectiveFrom,
        v.PurposeCodes,
        v.WithdrawalMethod,
        [.. v.Texts.OrderBy(t => t.Language, StringComparer.Ordinal).Select(t => new NoticeTextResponse(t.Language, t.ContentHash, $"/v1/notices/{v.NoticeCode}/versions/{v.Number}/texts/{t.Language}"))],
        v.PublishedAt);
}

/// <param name="ContentHash">SHA-256 of the text's UTF-8 bytes, lower-case hex.</param>
/// <param name="Href">Where the exact text is.</param>
internal sealed record NoticeTextResponse(string Language, string ContentHash, string Href);

internal static class ReadNotices
{
    public static async Task<Ok<Page<NoticeResponse>>> ListAsync(string? after, int? limit, ConsentDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Notices.AsNoTracking().Where(n => after == null || string.Compare(n.Code, after) > 0).OrderBy(n => n.Code).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, NoticeResponse.Of, n => n.Code));
    }

    public static async Task<Results<Ok<NoticeResponse>, ProblemHttpResult>> GetAsync(string code, ConsentDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Notices.AsNoTracking().SingleOrDefaultAsync(n => n.Code == code, ct) is not { } notice)
            return Problems.NotFound("notice");
        response.SetEtag(notice.Version);
        return TypedResults.Ok(NoticeResponse.Of(notice));
    }

    /// <param name="after">Number of the last version of the page before.</param>
    /// <param name="newest">The latest first.</param>
    public static async Task<Results<Ok<Page<NoticeVersionResponse>>, ProblemHttpResult>> ListVersionsAsync(string code, int? after, int? limit, bool? newest, ConsentDbContext db, CancellationToken ct)
    {
        if (!await db.Notices.AnyAsync(n => n.Code == code, ct))
            return Problems.NotFound("notice");
        var count = Paging.Limit(limit);
        var all = db.NoticeVersions.AsNoTracking().Where(v => v.NoticeCode == code);
        var inOrder = newest == true ? all.Where(v => after == null || v.Number < after).OrderByDescending(v => v.Number) : all.Where(v => after == null || v.Number > after).OrderBy(v => v.Number);
        var rows = await inOrder.Take(count + 1).Include(v => v.Texts).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, NoticeVersionResponse.Of, v => v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public static async Task<Results<Ok<NoticeVersionResponse>, ProblemHttpResult>> GetVersionAsync(string code, int number, ConsentDbContext db, CancellationToken ct) =>
        await db.NoticeVersions.AsNoTracking().Include(v => v.Texts).SingleOrDefaultAsync(v => v.NoticeCode == code && v.Number == number, ct) is { } version
            ? TypedResults.Ok(NoticeVersionResponse.Of(version))
            : Problems.NotFound("notice version");

    /// <param name="at">A time; null for now.</param>
    public static async Task<Results<Ok<NoticeVersionResponse>, ProblemHttpResult>> GetCurrentAsync(string code, DateTimeOffset? at, ConsentDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var when = at?.ToUniversalTime() ?? clock.Now();
        return await db.NoticeVersions.AsNoTracking().Include(v => v.Texts).Where(v => v.NoticeCode == code && v.EffectiveFrom <= when).OrderByDescending(v => v.Number).FirstOrDefaultAsync(ct) is { } version
            ? TypedResults.Ok(NoticeVersionResponse.Of(version))
            : Problems.NotFound("notice version in effect");
    }

    /// <summary>The exact text as people were shown it, byte for byte; its hash is the ETag.</summary>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetTextAsync(string code, int number, string language, ConsentDbContext db, HttpResponse response, CancellationToken ct)
    {
        var text = await db.NoticeTexts.AsNoTracking().SingleOrDefaultAsync(t => t.NoticeCode == code && t.Number == number && t.Language == language, ct);
        if (text is null)
            return Problems.NotFound("notice text");
        response.Headers.ContentLanguage = text.Language;
        return TypedResults.File(Encoding.UTF8.GetBytes(text.Text), "text/plain; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{text.ContentHash}\""));
    }
}
