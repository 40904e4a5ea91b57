using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts.Consent.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dpia.Tests.Assessments;
using Governance.Testing;

namespace Governance.Dpia.Tests.Living;

public sealed class ReviewTests(BusFixture service) : IClassFixture<BusFixture>
{
    private static readonly MappedTable Member = FakeInventory.Table("member", 300, "customer", ("email", "user.contact.email"), ("tier", null));

    [Fact]
    public async Task A_changed_map_reopens_the_review_and_names_what_changed()
    {
        var (store, at) = await MonitoredAsync();
        var map = service.Inventory.Confirm(
            store,
            FakeInventory.Table("member", 300, "customer", ("email", "user.contact.email"), ("tier", null), ("religion", "user.demographic.religious_belief")),
            FakeInventory.Table("health_note", 10, null, ("text", "user.health_and_medical")),
            FakeInventory.Table("country", 200, null, ("name", null)));
        await service.PublishAsync(new DataMapConfirmed(BusFixture.Header("inventory"), store, map.Version, "hash"));
        await DueAsync(at);
        var trigger = Assert.Single(await TriggersAsync(at));
        Assert.Equal(("mapChanged", true), (trigger.Text("kind"), trigger.GetProperty("reopened").GetBoolean()));
        Assert.Equal(
            [("public.member.religion", "new-personal-data"), ("public.health_note", "table-added")],
            trigger.GetProperty("changes").EnumerateArray().Select(c => (c.Text("what"), c.Text("change"))));
        Assert.Contains("public.member.religion (new-personal-data: user.demographic.religious_belief)", trigger.Text("reason"), StringComparison.Ordinal);
        await at.ReadAsync();
        await at.StepAsync(service.Analyst(), "reopening", new { });
        Assert.Equal(2, (await at.ReadAsync()).GetProperty("maps")[0].GetProperty("mapVersion").GetInt32());
    }

    [Fact]
    public async Task New_recipients_and_purposes_reopen_unless_the_assessment_names_them()
    {
        var (store, at) = await MonitoredAsync("newsletter");
        var map = service.Inventory.Confirm(store, Member with { Recipients = ["Ad network"], Purposes = ["newsletter", "advertising"] });
        await service.PublishAsync(new DataMapConfirmed(BusFixture.Header("inventory"), store, map.Version, "hash"));
        await DueAsync(at);
        var triggers = (await TriggersAsync(at)).ToDictionary(t => t.Text("kind"));
        Assert.Equal(["newPurpose", "newRecipient"], triggers.Keys.Order());
        Assert.Equal("advertising", Assert.Single(triggers["newPurpose"].GetProperty("changes").EnumerateArray()).Text("after"));
    }

    [Fact]
    public async Task A_map_that_changes_nothing_for_people_reopens_nothing_and_drift_does()
    {
        var (store, at) = await MonitoredAsync();
        var map = service.Inventory.Confirm(store, Member with { RowEstimate = 900, PrimaryKey = ["other"] }, FakeInventory.Table("country", 200, null, ("name", null)));
        await service.PublishAsync(new DataMapConfirmed(BusFixture.Header("inventory"), store, map.Version, "hash"));
        service.Inventory.Drift(store, new { kind = "column-added", schema = "public", table = "member", subject = "colour" }, new { kind = "new-personal-data", schema = "public", table = "member", subject = "phone", after = "user.contact.phone_number" });
        await service.PublishAsync(new ScanCompleted(BusFixture.Header("inventory"), Guid.NewGuid(), store, 2, 2));
        await DueAsync(at);
        var trigger = Assert.Single(await TriggersAsync(at));
        Assert.Equal(("drift", "public.member.phone"), (trigger.Text("kind"), Assert.Single(trigger.GetProperty("changes").EnumerateArray()).Text("what")));
    }

    [Fact]
    public async Task A_changed_purpose_and_a_notice_with_a_further_one_are_heard()
    {
        var purpose = $"loyalty-{Guid.NewGuid():N}";
        var (_, at) = await MonitoredAsync(purpose);
        await service.PublishAsync(new PurposeChanged(BusFixture.Header("consent"), Guid.NewGuid(), purpose, 2));
        await DueAsync(at);
        await service.PublishAsync(new NoticePublished(BusFixture.Header("consent"), Guid.NewGuid(), "shop", 3, "material", DateTimeOffset.UtcNow, [purpose, "resale"], []));
        await Eventually.TrueAsync(async () => (await TriggersAsync(at)).Count == 2, "the notice is heard");
        Assert.Equal(["newPurpose", "purposeChanged"], (await TriggersAsync(at)).Select(t => t.Text("kind")));
    }

    [Fact]
    public async Task What_changes_after_submission_holds_the_approval()
    {
        var store = Guid.NewGuid();
        service.Inventory.Confirm(store, Member);
        var at = await (await Case.OpenAsync(service, stores: [store])).ToAsync("riskAcceptance");
        await at.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
        var map = service.Inventory.Confirm(store, FakeInventory.Table("member", 300, "customer", ("email", "user.contact.email"), ("phone", "user.contact.phone_number")));
        await service.PublishAsync(new DataMapConfirmed(BusFixture.Header("inventory"), store, map.Version, "hash"));
        await Eventually.TrueAsync(async () => (await TriggersAsync(at)).Count == 1, "the change is heard");
        await at.TryAsync(service.Approver(), "approval", new { documentHash = await at.HashAsync(), statement = "Yes." }).IsProblemAsync(HttpStatusCode.Conflict, "changed-since-submission");
        Assert.Equal("riskAcceptance", (await at.ReadAsync()).Text("state"));
    }

    [Fact]
    public async Task An_incident_reopens_the_assessments_of_the_store_it_struck()
    {
        var (store, at) = await MonitoredAsync();
        var incident = await service.Analyst().PostAsJsonAsync("/v1/incidents", new { title = "Laptop lost", description = "On a train.", severity = "high", occurredAt = "2026-01-05T10:00:00Z", dataStoreIds = new[] { store } }).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(at.Id, Assert.Single(incident.GetProperty("assessmentIds").EnumerateArray()).GetString());
        Assert.Equal("reviewDue", (await at.ReadAsync()).Text("state"));
        Assert.Equal("Incident: Laptop lost", Assert.Single(await TriggersAsync(at)).Text("reason"));
        await service.Analyst().PostAsJsonAsync("/v1/incidents", new { title = "t", description = "d", severity = "low", occurredAt = "2999-01-01T00:00:00Z" }).NamesFieldsAsync("occurredAt");
        await service.Analyst().PostAsJsonAsync("/v1/incidents", new { title = "t", description = "d", severity = "low", occurredAt = "2026-01-01T00:00:00Z", assessmentIds = new[] { Guid.NewGuid() } }).NamesFieldsAsync("assessmentIds");
        var later = await service.Analyst().PostAsJsonAsync("/v1/incidents", new { title = "Door open", description = "All night.", severity = "low", occurredAt = "2026-01-06T10:00:00Z" }).JsonAsync(HttpStatusCode.Created);
        var newest = (await service.Analyst().GetAsync("/v1/incidents?newest=true&limit=200").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(i => i.Text("id")).ToList();
        Assert.True(newest.IndexOf(later.Text("id")) < newest.IndexOf(incident.Text("id")));
        var struck = await service.Analyst().GetAsync($"/v1/incidents?assessmentId={at.Id}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(incident.Text("id"), Assert.Single(struck.GetProperty("items").EnumerateArray()).Text("id"));
    }

    private async Task<(Guid Store, Case At)> MonitoredAsync(params string[] purposes)
    {
        var store = Guid.NewGuid();
        service.Inventory.Confirm(store, Member);
        return (store, await (await Case.OpenAsync(service, stores: [store], purposes: purposes)).ToAsync("monitoring"));
    }

    private Task DueAsync(Case at) => Eventually.TrueAsync(async () => (await at.ReadAsync()).Text("state") == "reviewDue", "review falls due");

    private async Task<List<JsonElement>> TriggersAsync(Case at) =>
        [.. (await service.Analyst().GetAsync($"{at.Url}/triggers").JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
