using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Tests.Requests;

[Collection(nameof(DsarCollection))]
public sealed class StaffRequestTests(DsarFixture service)
{
    private readonly Flow flow = new(service);
    private readonly HttpClient manager = service.Staff("dpo-1", Permissions.DsarManage, Permissions.DsarRead);

    [Fact]
    public async Task A_product_teams_request_is_verified_at_once_and_shows_no_identifier_in_clear()
    {
        var email = Flow.NewEmail();
        var request = await flow.OpenAsync(RequestType.Access, email);
        Assert.Equal("verified", request.GetProperty("state").GetString());
        Assert.Equal("signed-in-session", request.GetProperty("verificationMethod").GetString());
        var id = request.GetProperty("id").GetGuid();
        var text = await flow.Planner.GetStringAsync($"/v1/requests/{id}");
        Assert.DoesNotContain(email, text, StringComparison.Ordinal);
        Assert.Contains("p***@e***.org", text, StringComparison.Ordinal);
        Assert.Equal("shop-team", (await service.EventsAsync<SubjectVerified>(id)).Single().Header.Actor.Id);
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_opens_one_request()
    {
        var body = new { type = "access", identifiers = new[] { new { kind = "email", value = Flow.NewEmail() } }, verificationMethod = "in-person" };
        var ids = new List<Guid>();
        for (var i = 0; i < 2; i++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "same" } } };
            ids.Add((await Flow.ReadAsync(await flow.Team.SendAsync(message), HttpStatusCode.Created)).GetProperty("id").GetGuid());
        }

        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Callers_without_the_permission_are_turned_away()
    {
        var id = (await flow.OpenAsync(RequestType.Access, Flow.NewEmail())).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Anonymous().GetAsync($"/v1/requests/{id}")).StatusCode);
        var reader = service.Staff("auditor", Permissions.DsarRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/v1/requests", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/v1/requests/{id}/plans", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync($"/v1/requests/{id}/identities")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await flow.DataPlane.GetAsync($"/v1/requests/{id}")).StatusCode);
    }

    [Fact]
    public async Task An_unknown_way_of_establishing_identity_is_refused()
    {
        var response = await flow.Team.PostAsJsonAsync("/v1/requests", new { type = "access", identifiers = new[] { new { kind = "email", value = "a@b.example" } }, verificationMethod = "trust-me" });
        Assert.True((await Flow.ReadAsync(response, HttpStatusCode.BadRequest)).GetProperty("errors").TryGetProperty("verificationMethod", out _));
    }

    [Fact]
    public async Task The_deadline_explains_itself()
    {
        var id = (await flow.OpenAsync(RequestType.Access, Flow.NewEmail())).GetProperty("id").GetGuid();
        var deadline = await flow.Planner.GetFromJsonAsync<JsonElement>($"/v1/requests/{id}/deadline");
        Assert.Equal("gdpr", deadline.GetProperty("regime").GetString());
        Assert.Equal(deadline.GetProperty("dueOn").GetString(), deadline.GetProperty("explanation").EnumerateArray().Last().GetProperty("date").GetString());
    }

    [Fact]
    public async Task An_extension_needs_the_current_version_moves_the_date_and_is_told_once()
    {
        var email = Flow.NewEmail();
        var request = await flow.OpenAsync(RequestType.Access, email);
        var (id, version) = (request.GetProperty("id").GetGuid(), request.GetProperty("version").GetInt32());
        var path = $"/v1/requests/{id}/extension";
        await Flow.RefusedAsync(await Flow.PostAsync(manager, path, new { reason = "complexity" }, null), 428, "if-match-required");
        await Flow.RefusedAsync(await Flow.PostAsync(manager, path, new { reason = "complexity" }, version + 7), 412, "version-conflict");
        var extended = await Flow.ReadAsync(await Flow.PostAsync(manager, path, new { reason = "complexity" }, version), HttpStatusCode.OK);
        Assert.True(string.CompareOrdinal(extended.GetProperty("dueOn").GetString(), request.GetProperty("dueOn").GetString()) > 0);
        await Flow.RefusedAsync(await Flow.PostAsync(manager, path, new { reason = "complexity" }, version + 1), 409, "already-extended");
        Assert.Contains("complexity", (await service.MailsAsync(email, 1))[0], StringComparison.Ordinal);
        Assert.Equal("extension", (await service.EventsAsync<DeadlineChanged>(id)).Single().Rule);
    }

    [Fact]
    public async Task A_pause_stops_the_clock_for_the_days_it_lasts()
    {
        var request = await flow.OpenAsync(RequestType.Access, Flow.NewEmail());
        var (id, version) = (request.GetProperty("id").GetGuid(), request.GetProperty("version").GetInt32());
        await Flow.RefusedAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/pause", new { reason = "holiday", question = "?" }, version), 409, "pause-not-allowed");
        var paused = await Flow.ReadAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/pause", new { reason = "scope", question = "Which years?" }, version), HttpStatusCode.OK);
        Assert.True(paused.GetProperty("paused").GetBoolean());
        service.Clock.Advance(TimeSpan.FromDays(7));
        var resumed = await Flow.ReadAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/resume", new { }, version + 1), HttpStatusCode.OK);
        var moved = DateOnly.Parse(resumed.GetProperty("dueOn").GetString()!, null).DayNumber - DateOnly.Parse(request.GetProperty("dueOn").GetString()!, null).DayNumber;
        Assert.InRange(moved, 5, 11);
        Assert.Contains("pause", await flow.Planner.GetStringAsync($"/v1/requests/{id}/deadline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_names_its_ground_and_the_remedies_and_ends_the_request()
    {
        var email = Flow.NewEmail();
        var request = await flow.OpenAsync(RequestType.Erasure, email);
        var (id, version) = (request.GetProperty("id").GetGuid(), request.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await Flow.PostAsync(manager, $"/v1/requests/{id}/refusal", new { ground = "no time" }, version)).StatusCode);
        var refused = await Flow.ReadAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/refusal", new { ground = "excessive" }, version), HttpStatusCode.OK);
        Assert.Equal("refused", refused.GetProperty("state").GetString());
        var mail = (await service.MailsAsync(email, 1))[0];
        Assert.Contains("complain", mail, StringComparison.Ordinal);
        Assert.Contains("court", mail, StringComparison.Ordinal);
        await Flow.RefusedAsync(await flow.Planner.PostAsync($"/v1/requests/{id}/plans", null), 409, "state-conflict");
        await Flow.RefusedAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/cancellation", new { }, version + 1), 409, "state-conflict");
    }

    [Fact]
    public async Task What_people_carry_out_is_completed_by_hand_and_what_stores_carry_out_is_not()
    {
        var objection = await flow.OpenAsync(RequestType.Objection, Flow.NewEmail());
        await Flow.RefusedAsync(await flow.Planner.PostAsync($"/v1/requests/{objection.GetProperty("id").GetGuid()}/plans", null), 422, "not-plannable");
        var done = await Flow.PostAsync(manager, $"/v1/requests/{objection.GetProperty("id").GetGuid()}/completion", new { }, objection.GetProperty("version").GetInt32());
        Assert.Equal("completed", (await Flow.ReadAsync(done, HttpStatusCode.OK)).GetProperty("state").GetString());
        var erasure = await flow.OpenAsync(RequestType.Erasure, Flow.NewEmail());
        var refused = await Flow.PostAsync(manager, $"/v1/requests/{erasure.GetProperty("id").GetGuid()}/completion", new { }, erasure.GetProperty("version").GetInt32());
        await Flow.RefusedAsync(refused, 409, "needs-a-plan");
    }

    [Fact]
    public async Task Identifiers_are_erased_after_the_grace_and_the_pseudonym_stays()
    {
        var request = await flow.OpenAsync(RequestType.Access, Flow.NewEmail());
        var id = request.GetProperty("id").GetGuid();
        await Flow.ReadAsync(await Flow.PostAsync(manager, $"/v1/requests/{id}/cancellation", new { }, request.GetProperty("version").GetInt32()), HttpStatusCode.OK);
        service.Clock.Advance(TimeSpan.FromDays(30));
        await Governance.Testing.Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.Requests.AnyAsync(r => r.Id == id && r.WrappedKey == null)), "the key erased");
        Assert.False(await service.InDatabaseAsync(db => db.Identifiers.AnyAsync(i => i.RequestId == id)));
        Assert.Single(await service.EventsAsync<IdentifiersErased>(id));
        Assert.Equal(request.GetProperty("pseudonym").GetString(), (await flow.GetAsync(id)).GetProperty("pseudonym").GetString());
    }

    [Fact]
    public async Task Lists_are_paged_by_key_and_filtered()
    {
        var email = Flow.NewEmail();
        var pseudonym = (await flow.OpenAsync(RequestType.Access, email)).GetProperty("pseudonym").GetString();
        for (var i = 0; i < 2; i++)
            await flow.OpenAsync(RequestType.Erasure, email);
        var seen = new List<Guid>();
        string? next = null;
        do
        {
            var page = await flow.Planner.GetFromJsonAsync<JsonElement>($"/v1/requests?pseudonym={pseudonym}&limit=2&sort=dueOn{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal(3, seen.Distinct().Count());
        var erasures = await flow.Planner.GetFromJsonAsync<JsonElement>($"/v1/requests?pseudonym={pseudonym}&type=erasure");
        Assert.Equal(2, erasures.GetProperty("items").GetArrayLength());
    }
}
