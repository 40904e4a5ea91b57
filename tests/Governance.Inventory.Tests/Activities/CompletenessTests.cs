using Governance.Inventory.Activities;
using Governance.Inventory.Activities.Rules;

namespace Governance.Inventory.Tests.Activities;

/// <summary>GDPR Art. 30(1)(a) to (g), item by item, and what is wrong with a record besides.</summary>
public sealed class CompletenessTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>Takes one item out of a complete record.</summary>
    private static readonly Dictionary<string, Func<ActivityDetails, ActivityDetails>> Without = new()
    {
        ["controller"] = d => d with { Controller = null },
        ["dataProtectionOfficer"] = d => d with { DataProtectionOfficer = null },
        ["purposes"] = d => d with { Purposes = " \n" },
        ["subjectCategories"] = d => d with { SubjectCategories = [] },
        ["dataCategories"] = d => d with { DataCategories = [] },
        ["recipients"] = d => d with { Recipients = null },
        ["transfers"] = d => d with { Transfers = null },
        ["erasureLimits"] = d => d with { ErasureLimits = null },
        ["securityMeasures"] = d => d with { SecurityMeasures = "" },
    };

    internal static ActivityDetails Complete { get; } = new(
        "Newsletter", "News about our products.", ["marketing.communications.email"], LegalBasis.Consent, null, new Party("Hearth & Harbour Ltd", "privacy@shop.example"), [], null,
        new Party("Data protection officer", "dpo@shop.example"), false, ["customer"], ["user.contact.email"], ["Mail provider"], [], "Two years after the withdrawal.", "Encryption, access by role.");

    [Fact]
    public void A_record_with_every_item_is_complete_and_none_means_none()
    {
        var state = Of(Complete);
        Assert.True(state.IsComplete);
        Assert.Empty(state.Flags);
        Assert.True(Of(Complete with { Recipients = [] }).IsComplete);
        Assert.True(Of(Complete with { DataProtectionOfficer = null, NoDataProtectionOfficer = true }).IsComplete);
    }

    [Theory]
    [InlineData("a", "controller")]
    [InlineData("a", "dataProtectionOfficer")]
    [InlineData("b", "purposes")]
    [InlineData("c", "subjectCategories")]
    [InlineData("c", "dataCategories")]
    [InlineData("d", "recipients")]
    [InlineData("e", "transfers")]
    [InlineData("f", "erasureLimits")]
    [InlineData("g", "securityMeasures")]
    public void What_is_left_out_is_named_by_its_letter(string letter, string field)
    {
        var missing = Assert.Single(Of(Without[field](Complete)).Missing);
        Assert.Equal((letter, field), (missing.Letter, missing.Field));
    }

    [Fact]
    public void A_record_of_a_name_only_lacks_every_letter() =>
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], Of(new ActivityDetails("x")).Missing.Select(m => m.Letter).Distinct());

    [Theory]
    [InlineData("CH", "Adequacy", null, null, null)]
    [InlineData("BR", "Adequacy", null, null, null)]
    [InlineData("IN", "Adequacy", null, null, "45")]
    [InlineData("IN", "StandardContractualClauses", null, null, "46")]
    [InlineData("IN", "StandardContractualClauses", " ", null, "46")]
    [InlineData("IN", "StandardContractualClauses", "TIA 2026-04", null, null)]
    [InlineData("CN", "BindingCorporateRules", null, null, "46")]
    [InlineData("CN", "BindingCorporateRules", "TIA 2026-05", null, null)]
    [InlineData("IN", "Derogation", null, null, "49")]
    [InlineData("IN", "Derogation", null, "LegalClaims", null)]
    [InlineData("IN", "None", "TIA 2026-04", null, "44")]
    [InlineData("CH", "None", null, null, "44")]
    public void A_transfer_without_what_allows_it_is_flagged_as_blocked(string country, string safeguard, string? assessment, string? derogation, string? article)
    {
        var transfer = new Transfer(country, "Support desk", Enum.Parse<Safeguard>(safeguard), assessment, derogation is null ? null : Enum.Parse<Derogation>(derogation));
        var flags = Of(Complete with { Transfers = [new Transfer("CH", "Group", Safeguard.Adequacy), transfer] }).Flags;
        Assert.Equal(article is null ? [] : [("transfer-blocked", article, "transfers[1]")], flags.Select(f => (f.Code, f.Article!, f.Field)));
    }

    [Theory]
    [InlineData("user.health_and_medical", true)]
    [InlineData("user.health_and_medical.record_id", true)]
    [InlineData("user.demographic.religious_belief", true)]
    [InlineData("user.biometric.fingerprint", true)]
    [InlineData("user.demographic", false)]
    [InlineData("user.health_and_medicals", false)]
    public void A_special_category_asks_for_its_condition(string category, bool special)
    {
        var details = Complete with { DataCategories = ["user.name", category] };
        Assert.Equal(special ? ["special-category-without-condition"] : [], Of(details).Flags.Select(f => f.Code));
        Assert.Empty(Of(details with { SpecialCategoryCondition = SpecialCategoryCondition.ExplicitConsent }).Flags);
    }

    [Fact]
    public void A_missing_legal_basis_and_a_review_in_the_past_are_flagged()
    {
        Assert.Equal(["legal-basis-missing", "review-overdue"], Of(Complete with { LegalBasis = null, ReviewOn = Today.AddDays(-1) }).Flags.Select(f => f.Code));
        Assert.Empty(Of(Complete with { ReviewOn = Today }).Flags);
    }

    private static Completeness Of(ActivityDetails details) => Completeness.Of(details, new ActivityOptions(), Today);
}
