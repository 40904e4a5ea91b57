using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;

namespace Governance.Consent.Records;

/// <summary>Why a record isn't accepted. <paramref name="Field"/> is set where the body itself is wrong.</summary>
internal sealed record Refusal(string Code, string Message, string? Field = null);

/// <summary>What may be recorded for a purpose. Saying no, withdrawing and objecting are never harder than saying yes (GDPR Art. 7(3)).</summary>
internal static class RecordRules
{
    public static Refusal? CheckAction(LegalBasis basis, RecordAction action) => action switch
    {
        RecordAction.Object or RecordAction.LiftObjection when basis == LegalBasis.Consent =>
            new Refusal("purpose-rests-on-consent", "The purpose rests on consent: withdraw it instead."),
        RecordAction.Object or RecordAction.LiftObjection when !basis.IsOpenToObjection() =>
            new Refusal("no-right-to-object", "The purpose's legal basis carries no right to object (GDPR Art. 21(1))."),
        not (RecordAction.Object or RecordAction.LiftObjection) when basis != LegalBasis.Consent =>
            new Refusal("purpose-not-consent-based", "The purpose does not rest on consent."),
        _ => null,
    };

    /// <summary>Consent is given to what is in force: only the current version or one compatible with it can have been shown.</summary>
    public static Refusal? CheckNotice(RecordAction action, string purpose, NoticeTimeline timeline, int version, DateTimeOffset now) =>
        (timeline.FitOf(version, purpose, now), action) switch
        {
            (NoticeFit.NotInEffect, _) => new Refusal("notice-not-in-effect", "There is no such version in effect.", "notice.version"),
            (NoticeFit.Outdated, RecordAction.Give or RecordAction.Renew) => new Refusal("notice-version-outdated", "The notice has changed materially since this version: show the current one."),
            (NoticeFit.PurposeNotCovered, RecordAction.Give or RecordAction.Renew) => new Refusal("notice-does-not-cover-purpose", "The notice does not inform about this purpose."),
            _ => null,
        };

    /// <summary>GDPR Art. 8: below the age of consent only a guardian can consent.</summary>
    public static Refusal? CheckAge(ChildrenRule rule, RecordBody body)
    {
        if (rule == ChildrenRule.None || !body.Action.IsYes())
            return null;
        if (body.Age is not { } age)
            return new Refusal("age-required", "The purpose has an age of consent: country and age are needed.", "age");
        return age.Years < AgeOfConsent.For(age.Country) && body.GivenBy != GivenBy.Guardian
            ? new Refusal("guardian-required", $"Below {AgeOfConsent.For(age.Country)} in {age.Country} a guardian must authorise.")
            : null;
    }

    /// <summary>All that can be said before the history is looked at.</summary>
    /// <param name="confirmed">The consent has been confirmed, or waits to be.</param>
    public static Refusal? Check(RecordBody body, KnownPurpose purpose, KnownNotice? notice, bool confirmed, DateTimeOffset now) =>
        CheckAction(purpose.Facts.Basis, body.Action)
        ?? (confirmed ? null : CheckAge(purpose.ChildrenRule, body))
        ?? (purpose.DoubleOptIn && body.Action.IsYes() && !confirmed
            ? new Refusal("confirmation-required", "The purpose asks for a confirmation: begin at /v1/confirmations.")
            : null)
        ?? (body.Notice is null ? null : CheckShown(body, body.Notice, notice, now));

    private static Refusal? CheckShown(RecordBody body, ShownNotice shown, KnownNotice? notice, DateTimeOffset now)
    {
        if (notice is null)
            return new Refusal("notice-unknown", "There is no such notice, or nothing of it is published.", "notice.code");
        if (CheckNotice(body.Action, body.Purpose, notice.Timeline, shown.Version, now) is { } refusal)
            return refusal;
        if (!notice.Hashes.TryGetValue((shown.Version, shown.Language), out var hash))
            return new Refusal("language-unknown", "The version was not published in this language.", "notice.language");
        return shown.ContentHash is { } claimed && !string.Equals(claimed, hash, StringComparison.OrdinalIgnoreCase)
            ? new Refusal("notice-text-differs", "What was shown is not the published text.", "notice.contentHash")
            : null;
    }
}
