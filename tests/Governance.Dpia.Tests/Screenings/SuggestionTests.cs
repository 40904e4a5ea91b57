using System.Net;
using Governance.Dpia.Screenings;

namespace Governance.Dpia.Tests.Screenings;

public sealed class SuggestionTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task Maps_suggest_answers_with_their_evidence_and_say_that_they_are_suggestions()
    {
        var (shop, clinic) = (Guid.NewGuid(), Guid.NewGuid());
        service.Inventory.Confirm(shop, FakeInventory.Table("customer", 320, "customer", ("email", "user.contact.email"), ("affinity_score", null)));
        service.Inventory.Confirm(clinic, "US", FakeInventory.Table("patient", 250_000, "patient", ("email", "user.contact.email"), ("diagnosis", "user.health_and_medical.diagnosis"), ("gps", "user.location.precise")));
        var answer = await service.Analyst().GetAsync($"/v1/screening-suggestions?dataStoreId={shop}&dataStoreId={clinic}").JsonAsync(HttpStatusCode.OK);
        Assert.Contains("Suggestions", answer.Text("note"), StringComparison.Ordinal);
        var by = answer.GetProperty("suggestions").EnumerateArray().ToDictionary(s => s.Text("code"));
        Assert.Equal(
            [("C1", "unclear"), ("C2", "no"), ("C3", "unclear"), ("C4", "yes"), ("C5", "yes"), ("C6", "unclear"), ("C7", "yes"), ("art35-3-b", "yes"), ("transfer", "yes")],
            by.Select(s => (s.Key, s.Value.Text("suggestion"))).OrderBy(s => s.Key, StringComparer.Ordinal));
        Assert.Equal("loyalty: public.patient.diagnosis (user.health_and_medical.diagnosis)", by["C4"].GetProperty("evidence")[0].GetString());
        Assert.All(by.Values.Where(s => s.Text("suggestion") != "no"), s => Assert.NotEqual(0, s.GetProperty("evidence").GetArrayLength()));
    }

    [Fact]
    public async Task A_small_shop_gets_no_alarm_and_an_unknown_store_is_named()
    {
        var shop = Guid.NewGuid();
        service.Inventory.Confirm(shop, FakeInventory.Table("customer", 320, "customer", ("email", "user.contact.email")));
        var answer = await service.Analyst().GetAsync($"/v1/screening-suggestions?dataStoreId={shop}").JsonAsync(HttpStatusCode.OK);
        Assert.All(answer.GetProperty("suggestions").EnumerateArray(), s => Assert.Equal("no", s.Text("suggestion")));
        await service.Analyst().GetAsync($"/v1/screening-suggestions?dataStoreId={Guid.NewGuid()}").NamesFieldsAsync("dataStoreIds[0]");
        await service.Analyst().GetAsync("/v1/screening-suggestions").NamesFieldsAsync("dataStoreId");
    }

    [Theory]
    [InlineData(99_999, SuggestedAnswer.Unclear)]
    [InlineData(100_000, SuggestedAnswer.Yes)]
    [InlineData(4_999, SuggestedAnswer.No)]
    [InlineData(-1, SuggestedAnswer.Unclear)]
    internal void Scale_is_a_hint_by_the_number_of_people(long rows, SuggestedAnswer suggested) =>
        Assert.Equal(suggested, MapHints.Of([new(Guid.Empty, "s", "postgresql", "env:X", "EU", 1, [FakeInventory.Table("customer", rows, "customer", ("email", "user.contact.email"))], [])]).Single(s => s.Code == "C5").Suggestion);
}
