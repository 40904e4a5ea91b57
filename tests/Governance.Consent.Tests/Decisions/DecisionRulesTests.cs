using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;

namespace Governance.Consent.Tests.Decisions;

public sealed class DecisionRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly NoticeReference First = new("privacy", 1);
    private static readonly NoticeTimeline OneVersion = Timeline((NoticeChange.Material, 0));

    [Fact]
    public void Consent_to_the_current_notice_version_allows()
    {
        var decision = Decide(OneVersion, Entry(ConsentAction.Give));
        Assert.True(decision.Allowed);
        Assert.Equal((LegalBasis.Consent, ConsentStatus.Given, "consent-valid"), (decision.Basis, decision.State, decision.Reason));
        Assert.Equal(1, decision.Entry!.Version);
    }

    [Fact]
    public void No_record_denies() => AssertDenied("no-consent-recorded", ConsentStatus.Unknown, Decide(OneVersion));

    [Fact]
    public void A_refusal_denies() => AssertDenied("consent-refused", ConsentStatus.Refused, Decide(OneVersion, Entry(ConsentAction.Refuse)));

    [Fact]
    public void A_withdrawal_denies() =>
        AssertDenied("consent-withdrawn", ConsentStatus.Withdrawn, Decide(OneVersion, Entry(ConsentAction.Give), Entry(ConsentAction.Withdraw)));

    [Fact]
    public void A_recorded_expiry_denies() =>
        AssertDenied("consent-expired", ConsentStatus.Expired, Decide(OneVersion, Entry(ConsentAction.Give), Entry(ConsentAction.Expire)));

    [Fact]
    public void Consent_given_again_while_valid_is_renewed()
    {
        var decision = Decide(OneVersion, Entry(ConsentAction.Give), Entry(ConsentAction.Give));
        Assert.Equal((true, ConsentStatus.Renewed), (decision.Allowed, decision.State));
    }

    [Fact]
    public void Consent_given_again_after_withdrawal_is_given()
    {
        var decision = Decide(OneVersion, Entry(ConsentAction.Give), Entry(ConsentAction.Withdraw), Entry(ConsentAction.Give));
        Assert.Equal((true, ConsentStatus.Given), (decision.Allowed, decision.State));
    }

    [Fact]
    public void Consent_ends_at_the_instant_of_its_expiry_without_a_record_of_it()
    {
        var give = Entry(ConsentAction.Give) with { ExpiresAt = Start.AddDays(180) };
        ConsentEntry[] history = [Numbered(give, 1)];
        var purpose = Purpose(LegalBasis.Consent);
        Assert.True(DecisionRules.Decide(purpose, history, OneVersion, Start.AddDays(180).AddTicks(-1)).Allowed);
        AssertDenied("consent-expired", ConsentStatus.Expired, DecisionRules.Decide(purpose, history, OneVersion, Start.AddDays(180)));
    }

    [Fact]
    public void A_minor_change_of_the_notice_keeps_consent() =>
        Assert.True(Decide(Timeline((NoticeChange.Material, 0), (NoticeChange.Minor, 1)), Entry(ConsentAction.Give)).Allowed);

    [Fact]
    public void A_material_change_of_the_notice_asks_again() =>
        AssertDenied("notice-changed-materially", ConsentStatus.Requested, Decide(Timeline((NoticeChange.Material, 0), (NoticeChange.Material, 1)), Entry(ConsentAction.Give)));

    [Fact]
    public void A_minor_change_after_a_material_one_does_not_bring_consent_back() =>
        AssertDenied(
            "notice-changed-materially",
            ConsentStatus.Requested,
            Decide(Timeline((NoticeChange.Material, 0), (NoticeChange.Material, 1), (NoticeChange.Minor, 2)), Entry(ConsentAction.Give)));

    [Fact]
    public void A_material_change_counts_from_the_instant_it_takes_effect()
    {
        var timeline = Timeline((NoticeChange.Material, 0), (NoticeChange.Material, 30));
        ConsentEntry[] history = [Numbered(Entry(ConsentAction.Give), 1)];
        var purpose = Purpose(LegalBasis.Consent);
        Assert.True(DecisionRules.Decide(purpose, history, timeline, Start.AddDays(30).AddTicks(-1)).Allowed);
        Assert.False(DecisionRules.Decide(purpose, history, timeline, Start.AddDays(30)).Allowed);
    }

    [Fact]
    public void A_notice_that_dropped_the_purpose_denies_even_after_it_came_back()
    {
        var dropped = new PublishedVersion(2, NoticeChange.Minor, Start.AddDays(1), ["other"]);
        var back = new PublishedVersion(3, NoticeChange.Minor, Start.AddDays(2), ["newsletter"]);
        var first = new PublishedVersion(1, NoticeChange.Material, Start, ["newsletter"]);
        AssertDenied("notice-no-longer-covers-purpose", ConsentStatus.Requested, Decide(new NoticeTimeline([first, dropped]), Entry(ConsentAction.Give)));
        AssertDenied("notice-no-longer-covers-purpose", ConsentStatus.Requested, Decide(new NoticeTimeline([first, dropped, back]), Entry(ConsentAction.Give)));
    }

    [Fact]
    public void A_notice_that_is_not_known_denies() =>
        AssertDenied("notice-not-in-effect", ConsentStatus.Unknown, Decide(null, Entry(ConsentAction.Give)));

    [Theory]
    [InlineData("contract")]
    [InlineData("legalObligation")]
    [InlineData("vitalInterest")]
    public void A_legal_basis_without_a_right_to_object_allows_and_is_named(string code)
    {
        var basis = Basis(code);
        var decision = DecisionRules.Decide(Purpose(basis), [Numbered(Entry(ConsentAction.Object), 1)], null, Start.AddYears(1));
        Assert.Equal((true, (LegalBasis?)basis, "other-legal-basis"), (decision.Allowed, decision.Basis, decision.Reason));
    }

    [Theory]
    [InlineData("legitimateInterest")]
    [InlineData("publicTask")]
    public void An_objection_denies_until_it_is_lifted(string code)
    {
        var purpose = Purpose(Basis(code));
        ConsentEntry[] objected = [Numbered(Entry(ConsentAction.Object), 1)];
        ConsentEntry[] lifted = [.. objected, Numbered(Entry(ConsentAction.LiftObjection), 2)];
        Assert.True(DecisionRules.Decide(purpose, [], null, Start.AddYears(1)).Allowed);
        var denied = DecisionRules.Decide(purpose, objected, null, Start.AddYears(1));
        Assert.Equal((false, null, "subject-objected", 1), (denied.Allowed, denied.Basis, denied.Reason, denied.Entry!.Version));
        Assert.True(DecisionRules.Decide(purpose, lifted, null, Start.AddYears(1)).Allowed);
    }

    [Fact]
    public void An_unknown_purpose_denies() =>
        AssertDenied("purpose-unknown", ConsentStatus.Unknown, DecisionRules.Decide(null, [Numbered(Entry(ConsentAction.Give), 1)], OneVersion, Start));

    [Fact]
    public void A_purpose_denies_before_it_was_defined() =>
        AssertDenied("purpose-unknown", ConsentStatus.Unknown, DecisionRules.Decide(Purpose(LegalBasis.Contract), [], null, Start.AddTicks(-1)));

    [Fact]
    public void Only_given_and_renewed_are_valid_states() =>
        Assert.Equal([ConsentStatus.Given, ConsentStatus.Renewed], Enum.GetValues<ConsentStatus>().Where(s => s.IsValid()));

    private static LegalBasis Basis(string code) => Enum.GetValues<LegalBasis>().Single(b => CodeRules.CodeOf(b) == code);

    private static Decision Decide(NoticeTimeline? notice, params ConsentEntry[] history) =>
        DecisionRules.Decide(Purpose(LegalBasis.Consent), [.. history.Select((e, i) => Numbered(e, i + 1))], notice, Start.AddYears(1));

    private static PurposeFacts Purpose(LegalBasis basis) => new("newsletter", basis, Start);

    private static ConsentEntry Entry(ConsentAction action) => new(Guid.NewGuid(), 0, action, Start, action == ConsentAction.Give ? First : null);

    private static ConsentEntry Numbered(ConsentEntry entry, int version) => entry with { Version = version };

    private static NoticeTimeline Timeline(params (NoticeChange Change, int Days)[] versions) =>
        new(versions.Select((v, i) => new PublishedVersion(i + 1, v.Change, Start.AddDays(v.Days), ["newsletter"])));

    private static void AssertDenied(string reason, ConsentStatus state, Decision decision) =>
        Assert.Equal((false, null, state, reason), (decision.Allowed, decision.Basis, decision.State, decision.Reason));
}
