using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;

namespace Governance.Consent.Decisions;

/// <param name="Basis">The legal basis that carries the answer; null when nothing does.</param>
/// <param name="State">State of the consent; null when the purpose does not rest on consent.</param>
/// <param name="Entry">The record that the answer rests on.</param>
internal sealed record Decision(bool Allowed, LegalBasis? Basis, ConsentStatus? State, ConsentEntry? Entry, string Reason);

internal sealed record PurposeFacts(string Code, LegalBasis Basis, DateTimeOffset DefinedAt);

internal static class DecisionRules
{
    /// <summary>May data of the subject be used for the purpose at that time? Whatever isn't found to be allowed is denied.</summary>
    /// <param name="history">The records of this subject and purpose, in their order.</param>
    /// <param name="notice">The notice that the latest consent refers to.</param>
    public static Decision Decide(PurposeFacts? purpose, IReadOnlyList<ConsentEntry> history, NoticeTimeline? notice, DateTimeOffset at) =>
        Decide(purpose, history, _ => notice, at, DateTimeOffset.MaxValue);

    /// <param name="notices">Finds a notice by its code.</param>
    /// <param name="known">Records up to this time count: the time itself for a past decision, everything for one of now.</param>
    public static Decision Decide(PurposeFacts? purpose, IReadOnlyList<ConsentEntry> history, Func<string, NoticeTimeline?> notices, DateTimeOffset at, DateTimeOffset known)
    {
        if (purpose is null || purpose.DefinedAt > at)
            return new Decision(false, null, ConsentStatus.Unknown, null, DecisionReasons.PurposeUnknown);
        var state = ConsentState.Of(history, at, known);
        return purpose.Basis == LegalBasis.Consent ? ByConsent(purpose, state, notices, at) : ByOtherBasis(purpose, state);
    }

    private static Decision ByConsent(PurposeFacts purpose, ConsentState state, Func<string, NoticeTimeline?> notices, DateTimeOffset at)
    {
        if (!state.Status.IsValid())
            return new Decision(false, null, state.Status, state.Latest, DecisionReasons.For(state.Status));
        // GDPR Art. 4(11) and 7(1): consent is informed, so it stands only for what the person was told.
        var fit = state.Latest?.Notice is { } given && notices(given.Code) is { } notice
            ? notice.FitOf(given.Version, purpose.Code, at)
            : NoticeFit.NotInEffect;
        return fit switch
        {
            NoticeFit.Compatible => new Decision(true, LegalBasis.Consent, state.Status, state.Latest, DecisionReasons.ConsentValid),
            NoticeFit.Outdated => new Decision(false, null, ConsentStatus.Requested, state.Latest, DecisionReasons.NoticeChanged),
            NoticeFit.PurposeNotCovered => new Decision(false, null, ConsentStatus.Requested, state.Latest, DecisionReasons.PurposeNotCovered),
            _ => new Decision(false, null, ConsentStatus.Unknown, state.Latest, DecisionReasons.NoticeUnknown),
        };
    }

    private static Decision ByOtherBasis(PurposeFacts purpose, ConsentState state) =>
        purpose.Basis.IsOpenToObjection() && state.Objection is { } objection
            ? new Decision(false, null, null, objection, DecisionReasons.Objected)
            : new Decision(true, purpose.Basis, null, null, DecisionReasons.OtherBasis);
}
