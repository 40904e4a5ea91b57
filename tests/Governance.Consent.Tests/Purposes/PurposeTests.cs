using System.Net;
using System.Net.Http.Json;

namespace Governance.Consent.Tests.Purposes;

public sealed class PurposeTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task A_purpose_is_defined_once_with_its_event()
    {
        var code = ConsentFixture.NewCode("p");
        using var created = await service.Dpo().PostAsJsonAsync("/v1/purposes", Bodies.Purpose(code, validityDays: 180));
        Assert.Equal((HttpStatusCode.Created, $"/v1/purposes/{code}", "\"1\""), (created.StatusCode, created.Headers.Location?.OriginalString, created.Headers.ETag?.Tag));
        Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".PurposeDefined", StringComparison.Ordinal) && m.Body.Contains(code, StringComparison.Ordinal));

        await service.Dpo().PostAsJsonAsync("/v1/purposes", Bodies.Purpose(code)).IsProblemAsync(HttpStatusCode.Conflict, "purpose-exists");
        var read = await service.Dpo().GetAsync($"/v1/purposes/{code}").JsonAsync(HttpStatusCode.OK);
        Assert.Equal((180, "consent"), (read.GetProperty("details").GetProperty("validityDays").GetInt32(), read.GetProperty("legalBasis").GetString()));
    }

    [Fact]
    public async Task What_a_purpose_says_about_signals_and_its_activity_is_kept()
    {
        var code = ConsentFixture.NewCode("p");
        var activity = service.Inventory.Register();
        object Body(params string[] signals) => new
        {
            code,
            legalBasis = "consent",
            details = new
            {
                name = "Advertising",
                description = "Shows advertisements.",
                dataCategories = new[] { "usage" },
                recipients = Array.Empty<string>(),
                retentionDays = 90,
                consentMode = signals,
                processingActivityId = activity,
                saleOrSharing = true,
                directMarketing = true,
                doubleOptIn = true,
            },
        };
        await service.Dpo().PostAsJsonAsync("/v1/purposes", Body("adStorage", "adStorage")).NamesFieldsAsync("details.consentMode");
        await service.Dpo().PostAsJsonAsync("/v1/purposes", Body("everything")).NamesFieldsAsync("details.consentMode[0]");
        await service.Dpo().PostAsJsonAsync("/v1/purposes", Body("adStorage", "adUserData")).JsonAsync(HttpStatusCode.Created);

        var details = (await service.Dpo().GetAsync($"/v1/purposes/{code}").JsonAsync(HttpStatusCode.OK)).GetProperty("details");
        Assert.Equal(["adStorage", "adUserData"], details.GetProperty("consentMode").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(activity, details.GetProperty("processingActivityId").GetGuid());
        Assert.All(["saleOrSharing", "directMarketing", "doubleOptIn"], field => Assert.True(details.GetProperty(field).GetBoolean()));
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", new { name = "n", description = "d", dataCategories = new[] { "c" }, recipients = Array.Empty<string>(), retentionDays = 1, processingActivityId = "not-an-id" })
            .NamesFieldsAsync("processingActivityId");
    }

    [Fact]
    public async Task A_change_needs_the_current_version_and_keeps_the_old_one()
    {
        var code = await service.PurposeAsync();
        var body = Bodies.Details(name: "Weekly newsletter");
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", null, body).IsProblemAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        var changed = await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", body).JsonAsync(HttpStatusCode.OK);
        Assert.Equal((2, "Weekly newsletter"), (changed.GetProperty("version").GetInt32(), changed.GetProperty("details").GetProperty("name").GetString()));
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", body).IsProblemAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
        Assert.Equal(2L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM purpose_versions v JOIN purposes p ON p.id = v.purpose_id WHERE p.code = '{code}'"));
        Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".PurposeChanged", StringComparison.Ordinal) && m.Body.Contains(code, StringComparison.Ordinal));

        var versions = (await service.Dpo().GetAsync($"/v1/purposes/{code}/versions").JsonAsync(HttpStatusCode.OK)).GetProperty("items");
        Assert.Equal([(2, "Weekly newsletter"), (1, "Newsletter")], versions.EnumerateArray().Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("details").GetProperty("name").GetString()!)));
        await service.Dpo().GetAsync("/v1/purposes/no-such-purpose/versions").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Concurrent_changes_of_one_version_let_one_through()
    {
        var code = await service.PurposeAsync();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await service.Dpo().PutIfMatchAsync($"/v1/purposes/{code}", "\"1\"", Bodies.Details(name: $"Name {i}"));
            return response.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(7, statuses.Count(s => s == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        await service.Dpo().PostAsJsonAsync("/v1/purposes", new { code = "Bad Code", legalBasis = "consent", details = new { name = "", description = "d", dataCategories = Array.Empty<string>(), recipients = Array.Empty<string>(), retentionDays = -1 } })
            .NamesFieldsAsync("code", "details.name", "details.dataCategories", "details.retentionDays");
        await service.Dpo().PostAsJsonAsync("/v1/purposes", Bodies.Purpose(ConsentFixture.NewCode("p"), "whim")).NamesFieldsAsync("legalBasis");
        await service.Dpo().PostAsJsonAsync("/v1/purposes", Bodies.Purpose(ConsentFixture.NewCode("p"), "contract", 180)).NamesFieldsAsync("details.validityDays");
        var contract = await service.PurposeAsync("contract");
        await service.Dpo().PutIfMatchAsync($"/v1/purposes/{contract}", "\"1\"", Bodies.Details(validityDays: 5)).NamesFieldsAsync("validityDays");
        await service.Dpo().GetAsync("/v1/purposes/none").IsProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_list_is_paged_by_code_and_filtered_by_basis()
    {
        var code = await service.PurposeAsync("vitalInterest");
        var second = await service.PurposeAsync("vitalInterest");
        var seen = new List<string?>();
        string? after = null;
        do
        {
            var page = await service.Dpo().GetAsync($"/v1/purposes?basis=vitalInterest&limit=1&after={after}").JsonAsync(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("code").GetString()));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(new[] { code, second }.Order(StringComparer.Ordinal), seen);
        await service.Dpo().GetAsync("/v1/purposes?basis=whim").NamesFieldsAsync("basis");
        await service.Dpo().GetAsync("/v1/purposes?after=a%00b").NamesFieldsAsync("after");
    }

    [Fact]
    public async Task Who_may_only_read_may_not_define()
    {
        using var forbidden = await service.Client("x", Contracts.Permissions.ConsentRead).PostAsJsonAsync("/v1/purposes", Bodies.Purpose("p"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }
}
