using Governance.Consent.Data;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Contracts;
using Governance.ServiceDefaults;

namespace Governance.Consent.Choices;

/// <summary>Who said it, how and where.</summary>
/// <param name="Actor">Whom the event names.</param>
internal sealed record ChoiceOrigin(Actor Actor, string Method, string Source);

/// <param name="Record">Null when nothing had to be recorded: it stood like this already.</param>
/// <param name="Refusal">Why it can't be recorded.</param>
internal sealed record ChoiceResult(ConsentRecord? Record, Refusal? Refusal = null);

/// <summary>Records yes and no of a person that is known by pseudonym, for signals, the preference centre and requests of data subjects.</summary>
internal sealed class ChoiceRecorder(RecordWriter writer, EventHeaders headers, TimeProvider clock)
{
    /// <summary>Withdraws or objects, whichever the purpose's legal basis calls for. A no that stands is not said twice.</summary>
    public async Task<ChoiceResult> SayNoAsync(string subject, Purpose purpose, ChoiceOrigin origin, CancellationToken ct)
    {
        var consent = purpose.LegalBasis == LegalBasis.Consent;
        if (!consent && !purpose.LegalBasis.IsOpenToObjection())
            return new(null, RecordRules.CheckAction(purpose.LegalBasis, RecordAction.Object));
        return new(await AppendAsync(subject, purpose, consent ? ConsentAction.Withdraw : ConsentAction.Object, origin, null, state => consent ? !IsNo(state.Status) : state.Objection is null, ct));
    }

    /// <summary>Gives consent to what was shown, or takes an objection back.</summary>
    public async Task<ChoiceResult> SayYesAsync(string subject, Purpose purpose, ShownText? shown, ChoiceOrigin origin, CancellationToken ct)
    {
        if (purpose.LegalBasis != LegalBasis.Consent)
        {
            return purpose.LegalBasis.IsOpenToObjection()
                ? new(await AppendAsync(subject, purpose, ConsentAction.LiftObjection, origin, null, state => state.Objection is not null, ct))
                : new(null);
        }
        if (purpose.Current.ChildrenRule != ChildrenRule.None)
            return new(null, new Refusal("age-required", "The purpose has an age of consent: it is asked for where the age is known."));
        if (purpose.Current.DoubleOptIn)
            return new(null, new Refusal("confirmation-required", "Consent to this purpose has to be confirmed by a message."));
        if (shown is null || !shown.Version.PurposeCodes.Contains(purpose.Code))
            return new(null, new Refusal("notice-does-not-cover-purpose", "The notice does not inform about this purpose."));
        return new(await AppendAsync(subject, purpose, ConsentAction.Give, origin, shown, _ => true, ct));
    }

    /// <summary>A no that the person, or somebody for them, has already expressed.</summary>
    private static bool IsNo(ConsentStatus status) => status is ConsentStatus.Refused or ConsentStatus.Withdrawn or ConsentStatus.Revoked or ConsentStatus.Invalidated;

    private async Task<ConsentRecord?> AppendAsync(string subject, Purpose purpose, ConsentAction action, ChoiceOrigin origin, ShownText? shown, Func<ConsentState, bool> isNeeded, CancellationToken ct)
    {
        ConsentRecord? record = null;
        var key = new StreamKey(subject, purpose.Code);
        await writer.AppendAsync([key], histories =>
        {
            var now = clock.Now();
            record = isNeeded(ConsentState.Of(histories[0], now)) ? Make(key, purpose, action, origin, shown, histories[0], now) : null;
            return record is null ? [] : [new(record, RecordEvents.Of(record, headers.New(origin.Actor, "consent-record", record.Id, subject)))];
        }, ct);
        return record;
    }

    private static ConsentRecord Make(StreamKey key, Purpose purpose, ConsentAction action, ChoiceOrigin origin, ShownText? shown, ConsentEntry[] history, DateTimeOffset now)
    {
        var at = history.Length > 0 && history[^1].RecordedAt > now ? history[^1].RecordedAt : now;
        return new()
        {
            Id = Guid.CreateVersion7(at),
            Subject = key.Subject,
            PurposeCode = key.Purpose,
            PurposeVersion = purpose.Version,
            Version = history.Length + 1,
            Action = action,
            RecordedAt = at,
            NoticeCode = shown?.Version.NoticeCode,
            NoticeVersion = shown?.Version.Number,
            Language = shown?.Language,
            ContentHash = shown?.ContentHash,
            WithdrawalMethod = shown?.Version.WithdrawalMethod,
            ExpiresAt = action == ConsentAction.Give && purpose.Current.ValidityDays is { } days ? at.AddDays(days) : null,
            Method = origin.Method,
            Source = origin.Source,
            GivenBy = GivenBy.Subject,
            RecordedBy = origin.Actor.Id,
        };
    }
}

/// <summary>A published text that was shown.</summary>
internal sealed record ShownText(NoticeVersion Version, string Language, string ContentHash);
