using System.Net.Http.Json;
using System.Net;
using System.Text.Json;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Contracts;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Plans;

/// <summary>Has a fixture of its own: it adds stores and map versions.</summary>
public sealed class PlanFlowTests(DsarFixture service) : IClassFixture<DsarFixture>
{
    private static readonly Guid Shop = MapBuilder.Store(1);
    private static readonly Guid Loyalty = MapBuilder.Store(2);

    private readonly Flow flow = new(service);

    [Fact]
    public async Task A_plan_is_counted_shown_as_a_tree_and_approved_by_somebody_else()
    {
        var (request, plan) = await PlannedAsync(RequestType.Erasure);
        var command = (await service.CommandsAsync<PrepareStorePlan>()).Single(c => c.PlanId == plan && c.DataStoreId == Shop);
        Assert.Equal((request, 1), (command.RequestId, command.Attempt));
        Assert.Equal("preparing", (await flow.GetPlanAsync(request, plan)).GetProperty("state").GetString());
        await PrepareAllAsync(request, plan);

        var view = await flow.GetPlanAsync(request, plan);
        Assert.Equal("ready", view.GetProperty("state").GetString());
        var customer = Store(view, Shop).GetProperty("tree").EnumerateArray().Single();
        Assert.Equal(("public.customer", "mask", 1), (customer.GetProperty("table").GetString(), customer.GetProperty("action").GetString(), customer.GetProperty("rows").GetInt32()));
        var invoice = customer.GetProperty("children").EnumerateArray().Single();
        Assert.Equal(("public.invoice", "retain"), (invoice.GetProperty("table").GetString(), invoice.GetProperty("action").GetString()));
        Assert.Contains(view.GetProperty("kept").EnumerateArray(), k => k.GetProperty("reason").GetString() == "retention" && k.GetProperty("retention").GetProperty("period").GetString() == "P10Y");
        Assert.Equal(view.GetProperty("planHash").GetString(), (await service.EventsAsync<PlanReady>(request)).Single().PlanHash);

        var version = view.GetProperty("version").GetInt32();
        await Flow.RefusedAsync(await flow.DecideAsync(flow.Approver, request, plan, version - 1), 412, "version-conflict");
        var approved = await Flow.ReadAsync(await flow.DecideAsync(flow.Approver, request, plan, version), HttpStatusCode.OK);
        Assert.Equal("executing", approved.GetProperty("requestState").GetString());
        Assert.Contains(await service.CommandsAsync<ExecuteStorePlan>(), c => c.PlanId == plan && c.DataStoreId == Shop);
        await Flow.RefusedAsync(await flow.DecideAsync(flow.Approver, request, plan, version + 1), 409, "plan-not-ready");
    }

    [Fact]
    public async Task Neither_who_planned_nor_who_filed_can_approve_and_the_attempt_is_an_event()
    {
        var (request, plan) = await PlannedAsync(RequestType.Access);
        await PrepareAllAsync(request, plan);
        var version = (await flow.GetPlanAsync(request, plan)).GetProperty("version").GetInt32();
        var planner = service.Staff("analyst-1", Permissions.DsarApprove);
        var opener = service.Staff("shop-team", Permissions.DsarApprove);
        await Flow.RefusedAsync(await flow.DecideAsync(planner, request, plan, version), 403, "approver-is-planner");
        await Flow.RefusedAsync(await flow.DecideAsync(opener, request, plan, version), 403, "approver-is-opener");
        Assert.Equal(HttpStatusCode.Forbidden, (await flow.DecideAsync(flow.Planner, request, plan, version)).StatusCode);
        var refusals = await service.EventsAsync<PlanApprovalRefused>(request);
        Assert.Equal(["analyst-1", "shop-team"], refusals.Select(r => r.Header.Actor.Id).Order());
        Assert.All(refusals, r => Assert.Equal(Outcome.Refused, r.Header.Outcome));
        Assert.Equal("awaitingApproval", (await flow.GetAsync(request)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_plan_that_is_sent_back_can_be_made_anew()
    {
        var (request, plan) = await PlannedAsync(RequestType.Access);
        await PrepareAllAsync(request, plan);
        var version = (await flow.GetPlanAsync(request, plan)).GetProperty("version").GetInt32();
        Assert.Equal(HttpStatusCode.BadRequest, (await flow.DecideAsync(flow.Approver, request, plan, version, "send-back")).StatusCode);
        await Flow.ReadAsync(await flow.DecideAsync(flow.Approver, request, plan, version, "send-back", "check the address"), HttpStatusCode.OK);
        Assert.Equal("verified", (await flow.GetAsync(request)).GetProperty("state").GetString());
        Assert.NotEqual(plan, await flow.PlanAsync(request));
    }

    [Fact]
    public async Task A_blocking_problem_keeps_the_plan_from_approval()
    {
        var (request, plan) = await PlannedAsync(RequestType.Erasure);
        await PrepareAllAsync(request, plan, [new StepProblem(1, "public.customer", "email", "too-long", true)]);
        var view = await flow.GetPlanAsync(request, plan);
        Assert.True(view.GetProperty("blocked").GetBoolean());
        await Flow.RefusedAsync(await flow.DecideAsync(flow.Approver, request, plan, view.GetProperty("version").GetInt32()), 409, "plan-blocked");
    }

    [Fact]
    public async Task A_plan_older_than_its_maps_must_be_made_anew()
    {
        var (request, plan) = await PlannedAsync(RequestType.Access);
        await PrepareAllAsync(request, plan);
        await service.AddMapAsync(ChinookMap.Build(ErasureAction.Delete, ErasureAction.Retain, ErasureAction.None) with { DataStoreName = "shop", Version = await NextVersionAsync() });
        var version = (await flow.GetPlanAsync(request, plan)).GetProperty("version").GetInt32();
        await Flow.RefusedAsync(await flow.DecideAsync(flow.Approver, request, plan, version), 409, "plan-outdated");
    }

    [Fact]
    public async Task A_plan_without_verification_is_refused()
    {
        var person = service.Anonymous();
        var filed = await person.PostAsJsonAsync("/v1/public/requests", new { type = "access", identifiers = new[] { new { kind = "email", value = Flow.NewEmail() } } });
        var id = (await Flow.ReadAsync(filed, HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        await Flow.RefusedAsync(await flow.Planner.PostAsync($"/v1/requests/{id}/plans", null), 409, "state-conflict");
        await Flow.RefusedAsync(await flow.DataPlane.GetAsync($"/v1/requests/{id}/identities"), 409, "state-conflict");
        await Flow.RefusedAsync(await flow.Planner.PostAsync($"/v1/requests/{Guid.CreateVersion7()}/plans", null), 404, "not-found");
    }

    [Fact]
    public async Task A_number_that_one_store_resolves_has_the_others_counted_again()
    {
        await AddLoyaltyAsync();
        var (request, plan) = await PlannedAsync(RequestType.Access);
        await flow.PrepareAsync(request, plan, Loyalty, counts: [new(1, 0, 0)]);
        // What a store's column holds besides identifiers finds nobody and stops nothing.
        var found = new[] { new { kind = "customer-number", value = "4711" }, new { kind = "customer-number", value = "a\nb" }, new { kind = "customer-number", value = new string('9', 400) } };
        var added = await flow.DataPlane.PostAsJsonAsync($"/v1/requests/{request}/identities", found);
        Assert.Equal(["customer-number"], (await Flow.ReadAsync(added, HttpStatusCode.OK)).GetProperty("newKinds").EnumerateArray().Select(k => k.GetString()));
        await flow.PrepareAsync(request, plan, Shop);

        Assert.Equal(2, (await flow.StoreAsync(plan, Loyalty)).Attempt);
        Assert.Equal("planning", (await flow.GetAsync(request)).GetProperty("state").GetString());
        var identities = await flow.DataPlane.GetFromJsonAsync<List<SubjectIdentifier>>($"/v1/requests/{request}/identities", ServiceJson.Options);
        Assert.Equal(["email", "customer-number"], identities!.Select(i => i.Kind));
        await flow.PrepareAsync(request, plan, Loyalty);
        await flow.PrepareAsync(request, plan, Shop);
        Assert.Equal("awaitingApproval", (await flow.GetAsync(request)).GetProperty("state").GetString());
        Assert.Equal(2, (await service.EventsAsync<IdentifiersRead>(request)).Single().Count);

        // A repeat adds nothing, so counting ends.
        var again = await flow.DataPlane.PostAsJsonAsync($"/v1/requests/{request}/identities", found);
        Assert.Equal(0, (await Flow.ReadAsync(again, HttpStatusCode.OK)).GetProperty("newKinds").GetArrayLength());
    }

    [Fact]
    public async Task An_identifier_is_handed_out_as_the_stores_can_find_it()
    {
        var email = Flow.NewEmail();
        var request = (await flow.OpenAsync(RequestType.Access, $"  {email} ")).GetProperty("id").GetGuid();
        await flow.PlanAsync(request);
        var identities = await flow.DataPlane.GetFromJsonAsync<List<SubjectIdentifier>>($"/v1/requests/{request}/identities", ServiceJson.Options);
        Assert.Equal(email, Assert.Single(identities!).Value);
    }

    [Fact]
    public async Task A_plan_that_was_replaced_is_handed_out_no_more()
    {
        var (request, plan) = await PlannedAsync(RequestType.Erasure);
        Assert.Equal(HttpStatusCode.OK, (await flow.DataPlane.GetAsync($"/v1/plans/{plan}/stores/{Shop}")).StatusCode);
        await PrepareAllAsync(request, plan);
        await flow.PlanAsync(request);
        await Flow.RefusedAsync(await flow.DataPlane.GetAsync($"/v1/plans/{plan}/stores/{Shop}"), 409, "plan-not-current");
    }

    [Fact]
    public async Task An_identifier_that_the_plan_did_not_ask_for_is_refused()
    {
        var (request, _) = await PlannedAsync(RequestType.Access);
        var response = await flow.DataPlane.PostAsJsonAsync($"/v1/requests/{request}/identities", new[] { new { kind = "phone", value = "1" } });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await service.EventsAsync<IdentifiersAdded>(request));
    }

    [Fact]
    public async Task More_identifiers_than_one_person_has_are_refused_and_none_of_them_kept()
    {
        await AddLoyaltyAsync();
        var (request, _) = await PlannedAsync(RequestType.Access);
        object Numbers(int from, int count) => Enumerable.Range(from, count).Select(n => new { kind = "customer-number", value = $"{n}" });
        (await flow.DataPlane.PostAsJsonAsync($"/v1/requests/{request}/identities", Numbers(0, 150))).EnsureSuccessStatusCode();

        await Flow.RefusedAsync(await flow.DataPlane.PostAsJsonAsync($"/v1/requests/{request}/identities", Numbers(150, 150)), 409, "too-many-identifiers");
        var identities = await flow.DataPlane.GetFromJsonAsync<List<SubjectIdentifier>>($"/v1/requests/{request}/identities", ServiceJson.Options);
        Assert.Equal(151, identities!.Count);
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_gap_is_asked_again_and_carried_out_when_it_is_back()
    {
        await AddLoyaltyAsync();
        var (request, plan) = await PlannedAsync(RequestType.Erasure);
        await flow.FailPreparationAsync(request, plan, Loyalty, "unreachable");
        await flow.PrepareAsync(request, plan, Shop);
        var view = await flow.GetPlanAsync(request, plan);
        Assert.Equal("unreachable", Store(view, Loyalty).GetProperty("gaps").EnumerateArray().Single().GetProperty("code").GetString());
        Assert.Equal(1, (await service.EventsAsync<PlanReady>(request)).Single().GapCount);
        await Flow.ReadAsync(await flow.DecideAsync(flow.Approver, request, plan, view.GetProperty("version").GetInt32()), HttpStatusCode.OK);
        Assert.DoesNotContain(await service.CommandsAsync<ExecuteStorePlan>(), c => c.PlanId == plan && c.DataStoreId == Loyalty);

        await flow.CompleteAsync(request, plan, Shop);
        Assert.Equal("incomplete", (await flow.GetAsync(request)).GetProperty("state").GetString());
        Assert.Equal("unreachable", (await flow.GetAsync(request)).GetProperty("gaps").EnumerateArray().Single().GetProperty("code").GetString());
        service.Clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(async () => (await flow.StoreAsync(plan, Loyalty)).Preparation == PreparationState.Preparing, "the store asked again");
        await flow.PrepareAsync(request, plan, Loyalty);
        Assert.Contains(await service.CommandsAsync<ExecuteStorePlan>(), c => c.PlanId == plan && c.DataStoreId == Loyalty);
        await flow.CompleteAsync(request, plan, Loyalty);
        await flow.WaitForStateAsync(request, RequestState.Completed);
    }

    [Fact]
    public async Task A_plan_fails_when_no_store_can_be_asked()
    {
        var (request, plan) = await PlannedAsync(RequestType.Access);
        foreach (var store in await StoresAsync(plan))
            await flow.FailPreparationAsync(request, plan, store, "unreachable");
        Assert.Equal("failed", (await flow.GetPlanAsync(request, plan)).GetProperty("state").GetString());
        Assert.Equal("verified", (await flow.GetAsync(request)).GetProperty("state").GetString());
        Assert.Equal("unreachable", (await service.EventsAsync<PlanFailed>(request)).Single().Code);
    }

    [Fact]
    public async Task Answers_to_an_earlier_attempt_or_another_plan_change_nothing()
    {
        var (request, plan) = await PlannedAsync(RequestType.Access);
        await service.HandleAsync<PlanAnswers>(a => a.TakeAsync(request, plan, Shop, 7, s => s.PreparationFailed("late"), default));
        await service.HandleAsync<PlanAnswers>(a => a.TakeAsync(request, Guid.CreateVersion7(), Shop, 1, s => s.PreparationFailed("late"), default));
        Assert.Equal(PreparationState.Preparing, (await flow.StoreAsync(plan, Shop)).Preparation);
    }

    private async Task<(Guid Request, Guid Plan)> PlannedAsync(RequestType type)
    {
        var request = (await flow.OpenAsync(type, Flow.NewEmail())).GetProperty("id").GetGuid();
        return (request, await flow.PlanAsync(request));
    }

    private Task<List<Guid>> StoresAsync(Guid plan) => service.InDatabaseAsync(db => db.PlannedStores.Where(s => s.PlanId == plan).Select(s => s.DataStoreId).ToListAsync());

    private async Task PrepareAllAsync(Guid request, Guid plan, IReadOnlyList<StepProblem>? problems = null)
    {
        foreach (var store in await StoresAsync(plan))
            await flow.PrepareAsync(request, plan, store, problems);
    }

    private static JsonElement Store(JsonElement plan, Guid store) => plan.GetProperty("stores").EnumerateArray().Single(s => s.GetProperty("dataStoreId").GetGuid() == store);

    private Task<int> NextVersionAsync() => service.InDatabaseAsync(async db => await db.Maps.Where(m => m.DataStoreId == Shop).MaxAsync(m => m.Version) + 1);

    private async Task AddLoyaltyAsync()
    {
        if (!await service.InDatabaseAsync(db => db.Maps.AnyAsync(m => m.DataStoreId == Loyalty)))
            await service.AddMapAsync(new MapBuilder(2).Table("member", "number:customer-number name", subject: "customer").Build() with { DataStoreName = "loyalty" });
    }
}
