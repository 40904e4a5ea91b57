using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Messaging.Tests;

public sealed class HostingTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    [Fact]
    public async Task Liveness_and_readiness_answer_without_a_token()
    {
        using var client = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health/ready")).IsSuccessStatusCode, "readiness");
    }

    [Fact]
    public async Task Without_its_broker_a_service_lives_but_is_not_ready()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = await MessagingHost.StartAsync(database, "amqp://a:b@127.0.0.1:1/", fixture.Issuer.Url, "lonely");
        using var client = new HttpClient { BaseAddress = host.BaseAddress };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_broker_address_that_is_none_stops_start_up_with_a_message_naming_it()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => MessagingHost.StartAsync(fixture.Database, "nonsense", fixture.Issuer.Url));
        Assert.Contains("ConnectionStrings:RabbitMq", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"text\": 5}", "text")]
    [InlineData("{}", "text")]
    [InlineData("{\"text\": null}", "text")]
    [InlineData("{\"text\": \"a\\u0000b\"}", "text")]
    [InlineData("{\"text\": \"a\", \"text\": \"b\"}", "text")]
    [InlineData("not json", "body")]
    public async Task Bad_json_is_a_problem_that_names_the_field(string body, string field)
    {
        using var client = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        var response = await client.PostAsync("/v1/notes", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:governance:problem:validation", problem.GetProperty("type").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
        Assert.True(problem.TryGetProperty("traceId", out _));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var client = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        var response = await client.PostAsJsonAsync("/v1/notes", new { text = new string('a', 10 * 1024 * 1024) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Tokens_with_any_flaw_are_refused()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var claims = new Dictionary<string, object> { ["sub"] = "x", ["permissions"] = new[] { Permissions.MessagingRead } };
        var none = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{Base64UrlEncoder.Encode($$"""{"iss":"{{fixture.Issuer.Url}}","aud":"governance","sub":"x","exp":4102444800,"permissions":["messaging:read"]}""")}.";
        Dictionary<string, string> flawed = new()
        {
            ["expired"] = fixture.Issuer.Token(claims, lifetime: TimeSpan.FromMinutes(-5)),
            ["another issuer"] = fixture.Issuer.Token(claims, issuer: "http://127.0.0.1:1"),
            ["another audience"] = fixture.Issuer.Token(claims, audience: "other"),
            ["another key"] = fixture.Issuer.Token(claims, key: new ECDsaSecurityKey(foreign) { KeyId = "test" }),
            ["an id token"] = fixture.Issuer.Token(claims, type: "JWT"),
            ["alg none"] = none,
            ["garbage"] = "a.b.c",
        };
        foreach (var (flaw, token) in flawed)
            Assert.True(await StatusAsync(token) == HttpStatusCode.Unauthorized, flaw);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(fixture.Issuer.Token(claims)));
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return (await client.GetAsync("/v1/failed-messages")).StatusCode;
    }
}
