using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Tests.Support;

namespace Governance.Dsar.Tests.Requests;

/// <summary>What the queue and the page of today ask for. Other tests open requests in the same database, so numbers are compared with those before.</summary>
[Collection(nameof(DsarCollection))]
public sealed class RequestQueueTests(DsarFixture service)
{
    private readonly Flow flow = new(service);

    private HttpClient Manager(string who) => service.Staff(who, Permissions.DsarManage, Permissions.DsarRead, Permissions.DsarApprove);

    [Fact]
    public async Task An_assigned_request_is_its_assignees_and_says_so_in_the_log()
    {
        var (id, me) = (await OpenAsync(), $"user-{Guid.NewGuid()}");
        using var manager = Manager(me);
        Assert.Equal(1, await AssignAsync(manager, [id], me));
        Assert.Equal(0, await AssignAsync(manager, [id], me));
        Assert.Equal([id], await ListAsync(manager, "assignee=me"));
        Assert.Equal([id], await ListAsync(manager, $"assignee={me}&open=true&sort=dueOn"));
        Assert.Equal(1, (await OverviewAsync(manager)).GetProperty("mine").GetInt32());
        Assert.Equal(me, (await service.EventsAsync<SubjectRequestAssigned>(id)).Single().AssigneeId);

        Assert.Equal(1, await AssignAsync(manager, [id], null));
        Assert.Empty(await ListAsync(manager, "assignee=me"));
        Assert.Contains(id, await ListAsync(manager, "assignee=none&limit=500"));
    }

    [Fact]
    public async Task An_assignment_leaves_the_etag_and_closed_requests_alone()
    {
        using var manager = Manager("dpo-1");
        var (open, closed) = (await OpenAsync(), await OpenAsync());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(manager, $"/v1/requests/{closed}/cancellation", await EtagAsync(manager, closed))).StatusCode);
        var before = await EtagAsync(manager, open);
        Assert.Equal(1, await AssignAsync(manager, [open, closed, Guid.NewGuid()], "somebody"));
        Assert.Equal(before, await EtagAsync(manager, open));
    }

    [Fact]
    public async Task No_more_than_two_hundred_are_assigned_at_once_and_only_by_those_who_manage()
    {
        using var manager = Manager("dpo-1");
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsJsonAsync("/v1/requests/assignment", new { requestIds = Enumerable.Range(0, 201).Select(_ => Guid.NewGuid()), assigneeId = "a" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsJsonAsync("/v1/requests/assignment", new { requestIds = Array.Empty<Guid>(), assigneeId = "a" })).StatusCode);
        using var reader = service.Staff("auditor", Permissions.DsarRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/v1/requests/assignment", new { requestIds = new[] { Guid.NewGuid() }, assigneeId = "a" })).StatusCode);
    }

    [Fact]
    public async Task Who_planned_or_filed_a_request_does_not_find_it_among_those_to_approve()
    {
        using var other = Manager($"dpo-{Guid.NewGuid()}");
        var before = (await OverviewAsync(other)).GetProperty("toApprove").GetInt32();
        var id = await OpenAsync();
        Assert.DoesNotContain(id, await ListAsync(other, "approvableByMe=true&limit=500"));
        var plan = await flow.PlanAsync(id);
        await flow.PrepareAsync(id, plan, Planning.MapBuilder.Store(1));

        Assert.Contains(id, await ListAsync(other, "approvableByMe=true&sort=dueOn&limit=500"));
        Assert.Equal(before + 1, (await OverviewAsync(other)).GetProperty("toApprove").GetInt32());
        Assert.DoesNotContain(id, await ListAsync(flow.Planner, "approvableByMe=true&limit=500"));
        using var filer = service.Staff("shop-team", Permissions.DsarRead, Permissions.DsarApprove);
        Assert.DoesNotContain(id, await ListAsync(filer, "approvableByMe=true&limit=500"));
    }

    [Fact]
    public async Task Several_states_and_types_are_asked_for_at_once_and_nonsense_is_refused()
    {
        using var manager = Manager("dpo-1");
        var (access, erasure) = (await OpenAsync(), await OpenAsync(RequestType.Erasure));
        var both = await ListAsync(manager, "state=verified,planning&type=access,erasure&limit=500");
        Assert.Contains(access, both);
        Assert.Contains(erasure, both);
        Assert.DoesNotContain(erasure, await ListAsync(manager, "state=verified,planning&type=access&limit=500"));
        Assert.DoesNotContain(access, await ListAsync(manager, "state=completed,refused&limit=500"));
        foreach (var wrong in (string[])["state=done", "state=verified,", "state=1", "type=access,nothing", "type=0,1"])
            Assert.Equal(HttpStatusCode.BadRequest, (await manager.GetAsync($"/v1/requests?{wrong}")).StatusCode);
    }

    [Fact]
    public async Task The_overview_counts_what_is_open()
    {
        using var manager = Manager("dpo-1");
        var before = await OverviewAsync(manager);
        await OpenAsync();
        var after = await OverviewAsync(manager);
        Assert.Equal(before.GetProperty("open").GetInt32() + 1, after.GetProperty("open").GetInt32());
        Assert.Equal(before.GetProperty("unassigned").GetInt32() + 1, after.GetProperty("unassigned").GetInt32());
        Assert.Equal(after.GetProperty("open").GetInt32(), after.GetProperty("byState").EnumerateArray().Sum(s => s.GetProperty("count").GetInt32()));
        Assert.Equal(after.GetProperty("open").GetInt32(), after.GetProperty("byType").EnumerateArray().Sum(s => s.GetProperty("count").GetInt32()));
    }

    private async Task<Guid> OpenAsync(RequestType type = RequestType.Access) => (await flow.OpenAsync(type, Flow.NewEmail())).GetProperty("id").GetGuid();

    private static async Task<int> AssignAsync(HttpClient client, IReadOnlyList<Guid> ids, string? to) =>
        (await Flow.ReadAsync(await client.PostAsJsonAsync("/v1/requests/assignment", new { requestIds = ids, assigneeId = to }), HttpStatusCode.OK)).GetProperty("changed").GetInt32();

    private static async Task<IReadOnlyList<Guid>> ListAsync(HttpClient client, string query) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/v1/requests?{query}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid())];

    private static Task<JsonElement> OverviewAsync(HttpClient client) => client.GetFromJsonAsync<JsonElement>("/v1/requests/overview");

    private static async Task<string> EtagAsync(HttpClient client, Guid id) => (await client.GetAsync($"/v1/requests/{id}")).Headers.ETag!.ToString();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("If-Match", etag);
        return await client.SendAsync(request);
    }
}
