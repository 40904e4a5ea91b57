using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Notices;

/// <param name="Purposes">Codes of the purposes that the notice informs about.</param>
/// <param name="WithdrawalMethod">How the notice tells people to withdraw.</param>
/// <param name="EffectiveFrom">Null: at once. Never in the past, so that past decisions stand.</param>
internal sealed record PublishNoticeBody(
    NoticeChange Change,
    IReadOnlyList<string> Purposes,
    string WithdrawalMethod,
    IReadOnlyList<NoticeTextBody> Texts,
    DateTimeOffset? EffectiveFrom = null);

internal sealed record NoticeTextBody(string Language, string Text);

internal static class PublishNotice
{
    public static async Task<Results<Created<NoticeVersionResponse>, ProblemHttpResult>> HandleAsync(
        string code,
        PublishNoticeBody body,
        ConsentDbContext db,
        MessageOutbox outbox,
        EventHeaders headers,
        ClaimsPrincipal user,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Code == code, ct) is not { } notice)
            return Problems.NotFound("notice");
        var (effectiveFrom, problem) = await CheckAsync(notice, body, db, clock.Now(), ct);
        if (problem is not null)
            return problem;

        var version = notice.Publish(body, effectiveFrom, user.CallerId(), clock.Now());
        db.Add(version);
        var header = headers.New(user.Actor(), "notice", notice.Id) with { ObjectVersion = version.Number };
        outbox.Add(db, new NoticePublished(
            header,
            notice.Id,
            code,
            version.Number,
            CodeRules.CodeOf(version.Change),
            effectiveFrom,
            version.PurposeCodes,
            [.. version.Texts.Select(t => new NoticeTextHash(t.Language, t.ContentHash))]));
        return await db.TrySaveAsync(ct)
            ? TypedResults.Created($"/v1/notices/{code}/versions/{version.Number}", NoticeVersionResponse.Of(version))
            : Problems.Conflict("notice-changed", "Another version was published at the same time.");
    }

    /// <summary>When the version would take effect, or why it can't be published.</summary>
    public static async Task<(DateTimeOffset EffectiveFrom, ProblemHttpResult? Problem)> CheckAsync(Notice notice, PublishNoticeBody body, ConsentDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var last = await db.NoticeVersions.AsNoTracking().SingleOrDefaultAsync(v => v.NoticeCode == notice.Code && v.Number == notice.Version, ct);
        var effectiveFrom = body.EffectiveFrom?.ToUniversalTime() ?? now;
        if (effectiveFrom < now)
            return (effectiveFrom, Problems.Validation("effectiveFrom", "A notice can't take effect in the past."));
        if (effectiveFrom < last?.EffectiveFrom)
            return (effectiveFrom, Problems.Validation("effectiveFrom", "An earlier version takes effect later than this."));
        if (last is null && body.Change != NoticeChange.Material)
            return (effectiveFrom, Problems.Validation("change", "The first version is a material change."));
        return await UnknownPurposeAsync(body, db, ct) is { } position
            ? (effectiveFrom, Problems.Validation($"purposes[{position}]", "There is no such purpose."))
            : (effectiveFrom, null);
    }

    private static async Task<int?> UnknownPurposeAsync(PublishNoticeBody body, ConsentDbContext db, CancellationToken ct)
    {
        var known = await db.Purposes.Where(p => body.Purposes.Contains(p.Code)).Select(p => p.Code).ToListAsync(ct);
        var position = body.Purposes.ToList().FindIndex(code => !known.Contains(code));
        return position < 0 ? null : position;
    }
}

internal sealed class PublishNoticeValidator : AbstractValidator<PublishNoticeBody>
{
    private const int MaxTextLength = 100_000;

    public PublishNoticeValidator()
    {
        RuleFor(b => b.Purposes).FewOf().Must(items => items.Count > 0).WithMessage("Name at least one purpose.")
            .Must(items => items.Distinct(StringComparer.Ordinal).Count() == items.Count).WithMessage("Each purpose once.");
        RuleForEach(b => b.Purposes).Code();
        RuleFor(b => b.WithdrawalMethod).Text();
        RuleFor(b => b.Texts).Must(texts => texts.Count is > 0 and <= CodeRules.MaxItems).WithMessage($"From 1 to {CodeRules.MaxItems} texts.")
            .Must(texts => texts.DistinctBy(t => t?.Language, StringComparer.OrdinalIgnoreCase).Count() == texts.Count).WithMessage("One text per language.");
        RuleForEach(b => b.Texts).NotNull().WithMessage("Required.").ChildRules(text =>
        {
            text.RuleFor(t => t.Language).Matches("\\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\\z").WithMessage("A BCP 47 language tag, for example de or pt-BR.").MaximumLength(35);
            text.RuleFor(t => t.Text).Text(MaxTextLength);
        });
    }
}
