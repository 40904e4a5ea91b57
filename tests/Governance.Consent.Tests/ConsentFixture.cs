using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Governance.Contracts;
using Governance.Messaging.Outbox;
using Governance.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Consent.Tests;

public class ConsentFixture : ServiceFixture<Program>
{
    private FakeInventory? _inventory;

    public ShiftedClock Clock { get; } = new();

    public FakeInventory Inventory => _inventory!;

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        _inventory = await FakeInventory.StartAsync();
        return new Dictionary<string, string> { ["Services:Inventory"] = _inventory.Url };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_inventory is not null)
            await _inventory.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<TimeProvider>(Clock);

    public HttpClient Dpo() => Client("dpo-1", Permissions.PurposesWrite, Permissions.ConsentRead);

    public HttpClient Team() => Client("shop", Permissions.ConsentWrite, Permissions.ConsentDecide, Permissions.ConsentRead);

    public Task<IReadOnlyList<OutboxMessage>> OutboxAsync() => OutboxAsync<ConsentDbContext>();

    /// <summary>A fresh purpose, resting on consent unless told otherwise; returns its code.</summary>
    public async Task<string> PurposeAsync(string legalBasis = "consent", int? validityDays = null, string childrenRule = "none", bool doubleOptIn = false)
    {
        var code = NewCode("purpose");
        using var response = await Dpo().PostAsJsonAsync("/v1/purposes", Bodies.Purpose(code, legalBasis, validityDays, childrenRule, doubleOptIn));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return code;
    }

    /// <summary>A fresh notice about the purposes with its first version in force; returns its code.</summary>
    public async Task<string> NoticeAsync(params string[] purposes)
    {
        var code = NewCode("notice");
        using var created = await Dpo().PostAsJsonAsync("/v1/notices", new { code, title = "Privacy notice" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await PublishAsync(code, "material", purposes);
        return code;
    }

    public async Task PublishAsync(string notice, string change, params string[] purposes)
    {
        using var response = await Dpo().PostAsJsonAsync($"/v1/notices/{notice}/versions", Bodies.Version(change, purposes));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>What the worker does every minute.</summary>
    public async Task ExpireAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ExpireConsents>().RunAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    public static string NewCode(string prefix) => $"{prefix}-{Guid.NewGuid():n}"[..30];
}

/// <summary>Real time, moved forward by tests.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
}

public static class Bodies
{
    public static object Purpose(string code, string legalBasis = "consent", int? validityDays = null, string childrenRule = "none", bool doubleOptIn = false) =>
        new { code, legalBasis, details = Details(validityDays, childrenRule, doubleOptIn: doubleOptIn) };

    public static object Details(int? validityDays = null, string childrenRule = "none", string name = "Newsletter", bool doubleOptIn = false) => new
    {
        name,
        description = "Sends news about our products.",
        dataCategories = new[] { "contact" },
        recipients = new[] { "Mail provider" },
        retentionDays = 730,
        validityDays,
        childrenRule,
        doubleOptIn,
    };

    public static object Version(string change, string[] purposes, DateTimeOffset? effectiveFrom = null, string text = "We send you news. Ünïcode ✓\r\n") => new
    {
        change,
        purposes,
        withdrawalMethod = "Link in every message, or your account page.",
        texts = new[] { new { language = "en", text }, new { language = "de", text = "Wir senden Neuigkeiten." } },
        effectiveFrom,
    };

    public static object Subject(string identifier) => new { identifierKind = "email", identifier };

    public static object Record(string identifier, string purpose, string action, string? notice = null, int version = 1) => new
    {
        subject = Subject(identifier),
        purpose,
        action,
        method = "web-form",
        source = "shop-checkout",
        notice = notice is null ? null : new { code = notice, version, language = "en" },
    };

    public static object Decide(string identifier, string purpose, DateTimeOffset? at = null) => new { subject = Subject(identifier), purpose, at };
}

public static class HttpTestExtensions
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> pending, HttpStatusCode expected)
    {
        using var response = await pending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A validation problem that names exactly these fields.</summary>
    public static async Task NamesFieldsAsync(this Task<HttpResponseMessage> pending, params string[] fields)
    {
        var problem = await pending.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("urn:governance:problem:validation", problem.GetProperty("type").GetString());
        Assert.Equal(fields.Order(), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    public static async Task IsProblemAsync(this Task<HttpResponseMessage> pending, HttpStatusCode status, string code)
    {
        var problem = await pending.JsonAsync(status);
        Assert.Equal($"urn:governance:problem:{code}", problem.GetProperty("type").GetString());
    }

    public static Task<HttpResponseMessage> PostWithKeyAsync(this HttpClient client, string url, string key, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PutIfMatchAsync(this HttpClient client, string url, string? etag, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = JsonContent.Create(body) };
        if (etag is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(etag));
        return client.SendAsync(request);
    }
}
