using System.Security.Claims;
using Governance.Consent.Data;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Records;

internal static class AddRecord
{
    public static async Task<Results<Created<RecordResponse>, ProblemHttpResult>> HandleAsync(
        RecordBody body,
        ConsentDbContext db,
        RecordAppender appender,
        MessageOutbox outbox,
        EventHeaders headers,
        SubjectPseudonymizer pseudonymizer,
        ClaimsPrincipal user,
        TimeProvider clock,
        CancellationToken ct)
    {
        var purpose = await db.Purposes.AsNoTracking().WithCurrent().SingleOrDefaultAsync(p => p.Code == body.Purpose, ct);
        if (purpose is null)
            return Problems.Validation("purpose", "There is no such purpose.");
        if ((RecordRules.CheckAction(purpose.LegalBasis, body.Action) ?? RecordRules.CheckAge(purpose.Current.ChildrenRule, body)) is { } refusal)
            return ToProblem(refusal);
        var (shown, wrong) = await FindShownAsync(body, db, clock.Now(), ct);
        if (wrong is not null)
            return ToProblem(wrong);

        var subject = body.Subject.Pseudonym(pseudonymizer);
        var record = await appender.AppendAsync(subject, purpose.Code, history =>
        {
            var added = Make(body, purpose, shown, subject, user.CallerId(), history, clock.Now());
            outbox.Add(db, RecordEvents.Of(added, headers.New(user.Actor(), "consent-record", added.Id, subject)));
            return added;
        }, ct);
        return TypedResults.Created($"/v1/records/{record!.Id}", RecordResponse.Of(record));
    }

    private static async Task<(Shown?, Refusal?)> FindShownAsync(RecordBody body, ConsentDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        if (body.Notice is not { } notice)
            return (null, null);
        var versions = await db.NoticeVersions.AsNoTracking().Where(v => v.NoticeCode == notice.Code).ToListAsync(ct);
        if (versions.Count == 0)
            return (null, new Refusal("notice-unknown", "There is no such notice, or nothing of it is published.", "notice.code"));
        if (RecordRules.CheckNotice(body.Action, body.Purpose, new NoticeTimeline(versions.Select(v => v.Facts())), notice.Version, now) is { } refusal)
            return (null, refusal);
        var hash = await db.NoticeTexts.Where(t => t.NoticeCode == notice.Code && t.Number == notice.Version && t.Language == notice.Language)
            .Select(t => t.ContentHash).SingleOrDefaultAsync(ct);
        if (hash is null)
            return (null, new Refusal("language-unknown", "The version was not published in this language.", "notice.language"));
        if (notice.ContentHash is { } claimed && !string.Equals(claimed, hash, StringComparison.OrdinalIgnoreCase))
            return (null, new Refusal("notice-text-differs", "What was shown is not the published text.", "notice.contentHash"));
        return (new Shown(versions.Single(v => v.Number == notice.Version), notice.Language, hash), null);
    }

    private static ConsentRecord Make(RecordBody body, Purpose purpose, Shown? shown, string subject, string by, IReadOnlyList<ConsentRecord> history, DateTimeOffset now)
    {
        // Another instance's clock may be ahead: the order of times follows the order of versions.
        var at = history.Count > 0 && history[^1].RecordedAt > now ? history[^1].RecordedAt : now;
        return new ConsentRecord
        {
            Id = Guid.CreateVersion7(at),
            Subject = subject,
            PurposeCode = purpose.Code,
            PurposeVersion = purpose.Version,
            Version = history.Count + 1,
            Action = Enum.Parse<ConsentAction>(body.Action.ToString()),
            RecordedAt = at,
            NoticeCode = shown?.Version.NoticeCode,
            NoticeVersion = shown?.Version.Number,
            Language = shown?.Language,
            ContentHash = shown?.ContentHash,
            WithdrawalMethod = shown?.Version.WithdrawalMethod,
            ExpiresAt = body.Action == RecordAction.Give && purpose.Current.ValidityDays is { } days ? at.AddDays(days) : null,
            Method = body.Method,
            Source = body.Source,
            GivenBy = body.GivenBy,
            Country = body.Age?.Country,
            RecordedBy = by,
        };
    }

    private static ProblemHttpResult ToProblem(Refusal refusal) =>
        refusal.Field is { } field ? Problems.Validation(field, refusal.Message) : Problems.Unprocessable(refusal.Code, refusal.Message);

    private sealed record Shown(NoticeVersion Version, string Language, string ContentHash);
}
