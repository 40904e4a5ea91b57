using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Audit.Anomalies.Stream;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Contracts;
using Governance.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Audit.Tests.Anomalies;

public sealed class ReviewTests(WatchingAudit audit) : IClassFixture<WatchingAudit>
{
    private readonly ServiceFixture<AuditDbContext> _service = audit.Service;
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_anomaly_is_listed_with_evidence_in_plain_words_and_announced()
    {
        using var auditor = _service.Client("auditor-1", Permissions.AuditRead);
        var anomaly = await RefusedAsync(auditor, "user-listed", 12);

        Assert.Equal(("repeated-refusals", "user", "open"), (Text(anomaly, "detector"), Text(anomaly, "actorType"), Text(anomaly, "state")));
        using var response = await auditor.GetAsync(Path(anomaly));
        var detail = await Json(response);
        Assert.Equal($"\"{detail.GetProperty("anomaly").GetProperty("version").GetInt32()}\"", response.Headers.ETag!.Tag);
        var evidence = detail.GetProperty("evidence").EnumerateArray().Single();
        Assert.Equal(12, evidence.GetProperty("observed").GetDouble());
        Assert.Equal(10, evidence.GetProperty("threshold").GetDouble());
        Assert.Equal(12, evidence.GetProperty("sequences").GetArrayLength());
        Assert.Equal("12 refused or failed actions within 60 minutes. Too little is known of this actor to say what is usual; from 10 on it is reported.", Text(evidence, "text"));
        var raised = Assert.Single(await RaisedAsync("AnomalyDetected"), m => m.Contains("user-listed", StringComparison.Ordinal));
        Assert.Contains(Text(anomaly, "id")!, raised, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_needs_the_permission_the_current_version_and_a_reason_that_fits()
    {
        using var auditor = _service.Client("auditor-1", Permissions.AuditRead, Permissions.AuditReview);
        using var reader = _service.Client("auditor-2", Permissions.AuditRead);
        var anomaly = await RefusedAsync(auditor, "user-reviewed", 11);
        var dismissed = new { verdict = "dismissed", reason = "expectedWork", caseReference = "INC-7" };

        Assert.Equal(HttpStatusCode.Forbidden, await ReviewAsync(reader, anomaly, dismissed, "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionRequired, await ReviewAsync(auditor, anomaly, dismissed, null));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await ReviewAsync(auditor, anomaly, dismissed, "\"99\""));
        Assert.Equal(HttpStatusCode.BadRequest, await ReviewAsync(auditor, anomaly, new { verdict = "dismissed", reason = "confirmedIncident" }, "\"1\""));
        Assert.Equal(HttpStatusCode.BadRequest, await ReviewAsync(auditor, anomaly, new { verdict = "dismissed", reason = "test", caseReference = "Erika Mustermann" }, "\"1\""));
        var version = await VersionAsync(auditor, anomaly);
        Assert.Equal(HttpStatusCode.OK, await ReviewAsync(auditor, anomaly, dismissed, version));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await ReviewAsync(auditor, anomaly, dismissed, version));

        using var response = await auditor.GetAsync(Path(anomaly));
        var reviewed = (await Json(response)).GetProperty("anomaly");
        Assert.Equal(("dismissed", "expected-work", "INC-7", "auditor-1"), (Text(reviewed, "state"), Text(reviewed, "reasonCode"), Text(reviewed, "caseReference"), Text(reviewed, "reviewedBy")));
        Assert.Contains(await RaisedAsync("AnomalyReviewed"), m => m.Contains(Text(anomaly, "id")!, StringComparison.Ordinal) && m.Contains("expected-work", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_reviews_an_anomaly_that_concerns_them_and_the_attempt_is_an_event()
    {
        using var auditor = _service.Client("auditor-1", Permissions.AuditRead);
        using var concerned = _service.Client("user-concerned", Permissions.AuditRead, Permissions.AuditReview);
        var anomaly = await RefusedAsync(auditor, "user-concerned", 15);

        Assert.Equal(HttpStatusCode.Forbidden, await ReviewAsync(concerned, anomaly, new { verdict = "dismissed", reason = "test" }, await VersionAsync(auditor, anomaly)));
        Assert.Contains(await RaisedAsync("AnomalyReviewRefused"), m => m.Contains(Text(anomaly, "id")!, StringComparison.Ordinal) && m.Contains("actor-is-concerned", StringComparison.Ordinal));
        using var response = await auditor.GetAsync(Path(anomaly));
        Assert.Equal("open", Text((await Json(response)).GetProperty("anomaly"), "state"));
    }

    [Fact]
    public async Task The_list_is_paged_and_filtered_and_refuses_what_it_does_not_know()
    {
        using var auditor = _service.Client("auditor-1", Permissions.AuditRead);
        for (var i = 0; i < 5; i++)
            await RefusedAsync(auditor, $"user-paged-{i}", 10);

        var seen = new List<string>();
        for (string? path = "/v1/anomalies?detector=repeated-refusals&state=open&limit=2", next = ""; next is not null;)
        {
            var page = await auditor.GetFromJsonAsync<JsonElement>(next.Length == 0 ? path : $"{path}&after={next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(a => Text(a, "actorId")!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Contains($"user-paged-{i}", seen));
        Assert.Empty((await auditor.GetFromJsonAsync<JsonElement>("/v1/anomalies?detector=off-hours&actorId=user-paged-1")).GetProperty("items").EnumerateArray());
        foreach (var wrong in (string[])["state=gone", "state=1", "detector=magic", "after=x"])
        {
            using var response = await auditor.GetAsync(new Uri($"/v1/anomalies?{wrong}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        using var anyone = _service.Client("nobody");
        using var refused = await anyone.GetAsync(new Uri("/v1/anomalies", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_changed_threshold_is_an_event_and_counts_from_then_on()
    {
        using var auditor = _service.Client("auditor-1", Permissions.AuditRead);
        using var dpo = _service.Client("dpo-1", Permissions.AuditRead, Permissions.AuditTune);
        using var before = await dpo.GetAsync(new Uri("/v1/anomaly-settings", UriKind.Relative));
        var settings = JsonNode.Parse(await before.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["settings"]!;
        settings["offHours"]!["least"] = 7;

        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(auditor, settings, before.Headers.ETag!.Tag)).Status);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await PutAsync(dpo, settings, null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(dpo, settings, before.Headers.ETag.Tag)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(dpo, settings, before.Headers.ETag.Tag)).Status);
        Assert.Contains(await RaisedAsync("AnomalySettingsChanged"), m => m.Contains("offHours.least", StringComparison.Ordinal) && m.Contains("dpo-1", StringComparison.Ordinal));
        var after = await dpo.GetFromJsonAsync<JsonElement>("/v1/anomaly-settings");
        Assert.Equal(("dpo-1", 7), (Text(after, "changedBy"), after.GetProperty("settings").GetProperty("offHours").GetProperty("least").GetInt32()));

        foreach (var (section, name, value) in ((string, string, JsonNode?)[])[("calendar", "timeZone", "Mars/Olympus"), ("refusals", "floor", 0), ("approvals", "plannedBy", new JsonArray("*")), ("bulkAccess", "reads", null)])
        {
            var wrong = settings.DeepClone();
            wrong[section]![name] = value;
            Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(dpo, wrong, "\"1\"")).Status);
        }

        // Six actions at three in the night are below the threshold now, seven are not.
        await AppendAsync("night-six", "UserCreated", new DateTimeOffset(2026, 3, 4, 3, 0, 0, TimeSpan.Zero), 6, "success");
        await AppendAsync("night-seven", "UserCreated", new DateTimeOffset(2026, 3, 4, 3, 0, 0, TimeSpan.Zero), 7, "success");
        await FoundAsync(auditor, "night-seven");
        Assert.Empty((await auditor.GetFromJsonAsync<JsonElement>("/v1/anomalies?actorId=night-six")).GetProperty("items").EnumerateArray());
    }

    private async Task<JsonElement> RefusedAsync(HttpClient auditor, string actor, int times)
    {
        await AppendAsync(actor, "PlanApprovalRefused", Noon, times, "refused");
        return await FoundAsync(auditor, actor);
    }

    private static async Task<JsonElement> FoundAsync(HttpClient auditor, string actor)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(async () =>
        {
            var items = (await auditor.GetFromJsonAsync<JsonElement>($"/v1/anomalies?actorId={actor}")).GetProperty("items");
            if (items.GetArrayLength() == 0)
                return false;
            found = items[0];
            return true;
        }, $"an anomaly of {actor}");
        return found;
    }

    private Task<int> AppendAsync(string actor, string action, DateTimeOffset at, int times, string outcome) => _service.Services.GetRequiredService<LogAppender>().AppendAsync(
        [.. Enumerable.Range(0, times).Select(i => TestWatch.Pending("dsar", action, OfficeStream.User(actor), at.AddSeconds(i), outcome: outcome))], CancellationToken.None);

    private async Task<IReadOnlyList<string>> RaisedAsync(string type) =>
        [.. (await _service.OutboxAsync<AuditDbContext>()).Where(m => m.MessageType.EndsWith(type, StringComparison.Ordinal)).Select(m => m.Body)];

    private static async Task<HttpStatusCode> ReviewAsync(HttpClient client, JsonElement anomaly, object body, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/anomalies/{Text(anomaly, "id")}/review", UriKind.Relative)) { Content = JsonContent.Create(body) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, string Body)> PutAsync(HttpClient client, JsonNode settings, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/v1/anomaly-settings", UriKind.Relative)) { Content = JsonContent.Create(settings) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", version);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> VersionAsync(HttpClient client, JsonElement anomaly)
    {
        using var response = await client.GetAsync(Path(anomaly));
        return response.Headers.ETag!.Tag;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    private static Uri Path(JsonElement anomaly) => new($"/v1/anomalies/{Text(anomaly, "id")}", UriKind.Relative);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
