using System.Security.Claims;
using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Subjects;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Records.Confirmations;

internal enum ConfirmationAnswer
{
    Confirm,
    Refuse,
}

/// <param name="Token">As it was sent to who answers.</param>
/// <param name="Method">How it was answered, a code such as <c>mail-link</c>.</param>
internal sealed record AnswerConfirmationBody(string Token, ConfirmationAnswer Answer, string Method, string Source);

/// <summary>The person confirms, or the guardian authorises; or either refuses. One token, one answer.</summary>
internal static class AnswerConfirmation
{
    public static async Task<Results<Created<RecordResponse>, ProblemHttpResult>> HandleAsync(
        AnswerConfirmationBody body, ConsentDbContext db, DecisionInputs inputs, RecordWriter writer, HistoryTurns turns, EventHeaders headers, ClaimsPrincipal user, TimeProvider clock, CancellationToken ct)
    {
        var (hash, now) = (Confirmation.HashOf(body.Token), clock.Now());
        var histories = await db.Confirmations.Where(c => c.TokenHash == hash).Select(c => new StreamKey(c.Subject, c.PurposeCode)).ToListAsync(ct);
        using var turn = await turns.TakeAsync(histories, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The row stays locked until the answer is recorded: a second answer waits and finds it used.
        var confirmation = await db.Confirmations.FromSql($"SELECT * FROM confirmations WHERE token_hash = {hash} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (confirmation is null)
            return Problems.NotFound("token");
        if (confirmation.UsedAt is not null)
            return Problems.Conflict("token-used", "The token has been used.");
        if (confirmation.ExpiresAt <= now)
            return Problems.Gone("token-expired", "The token has expired: ask again.");

        var catalogue = await inputs.CatalogueAsync(ct, writer.Ambient);
        var (purpose, notice) = (catalogue.Purposes[confirmation.PurposeCode], catalogue.Notices[confirmation.NoticeCode]);
        var answered = Answered(body, confirmation);
        if (RecordRules.Check(answered, purpose, notice, confirmed: true, now) is { } refusal)
            return AddRecord.ToProblem(refusal);
        var key = new StreamKey(confirmation.Subject, confirmation.PurposeCode);
        ConsentRecord? record = null;
        await writer.AppendAsync([key], known =>
        {
            record = IsAnsweredOtherwise(known[0], confirmation) ? null : Make(answered, purpose, notice, key, user.CallerId(), known[0], now, confirmation);
            return record is null ? [] : [new(record, RecordEvents.Of(record, headers.New(user.Actor(), "consent-record", record.Id, key.Subject)))];
        }, ct);
        if (record is null)
            return Problems.Conflict("no-longer-pending", "The person has answered otherwise meanwhile.");
        confirmation.UsedAt = now;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Created($"/v1/records/{record.Id}", RecordResponse.Of(record));
    }

    /// <summary>What was said after the pending consent counts more than it: an old link can't undo a withdrawal.</summary>
    private static bool IsAnsweredOtherwise(ConsentEntry[] history, Confirmation confirmation) =>
        history.SkipWhile(e => e.RecordId != confirmation.RecordId).Skip(1)
            .Any(e => e.Action is ConsentAction.Refuse or ConsentAction.Withdraw or ConsentAction.Invalidate or ConsentAction.Revoke);

    private static RecordBody Answered(AnswerConfirmationBody body, Confirmation confirmation) => new(
        new SubjectReference("", ""),
        confirmation.PurposeCode,
        body.Answer == ConfirmationAnswer.Confirm ? RecordAction.Give : RecordAction.Refuse,
        body.Method,
        body.Source,
        new ShownNotice(confirmation.NoticeCode, confirmation.NoticeVersion, confirmation.Language),
        confirmation.Kind == ConfirmationKind.Guardian ? GivenBy.Guardian : GivenBy.Subject,
        confirmation.Country is { } country ? new AgeEvidence(country, 0) : null);

    private static ConsentRecord Make(RecordBody body, KnownPurpose purpose, KnownNotice notice, StreamKey key, string by, ConsentEntry[] history, DateTimeOffset now, Confirmation confirmation) =>
        RecordFactory.Make(body, body.Action == RecordAction.Give ? ConsentAction.Give : ConsentAction.Refuse, purpose, notice, key, by, history, now, confirmation.RecordId);
}

internal sealed class AnswerConfirmationValidator : AbstractValidator<AnswerConfirmationBody>
{
    public AnswerConfirmationValidator()
    {
        RuleFor(b => b.Token).Text(200);
        RuleFor(b => b.Method).Code();
        RuleFor(b => b.Source).Code();
    }
}
