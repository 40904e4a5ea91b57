using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Keys;
using Governance.Identity.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Governance.Identity.Tests.Keys;

/// <summary>On a service of its own, because keys are replaced and time is moved on. Tests of one class run one after the other.</summary>
public sealed class SigningKeyTests(SigningKeyTests.OwnIdentity identity) : IClassFixture<SigningKeyTests.OwnIdentity>
{
    public sealed class OwnIdentity : IdentityFixture;

    private async Task<IReadOnlyList<string>> PublishedAsync()
    {
        using var http = identity.Anonymous();
        var set = await http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json", TestContext.Current.CancellationToken);
        return [.. set.GetProperty("keys").EnumerateArray().Select(k => k.Text("kid"))];
    }

    private async Task<string> SigningKeyAsync() => new JsonWebToken(await identity.ClientTokenAsync(IdentityFixture.OperatorClient)).Kid;

    private static async Task<string> RotateAsync(HttpClient http, bool compromised)
    {
        using var response = await http.PostAsJsonAsync("/v1/signing-keys/rotation", new { compromised }, TestContext.Current.CancellationToken);
        return (await response.BodyAsync(HttpStatusCode.OK)).Text("id");
    }

    [Fact]
    public async Task A_new_key_is_announced_then_signs_and_the_old_one_stays_for_the_overlap()
    {
        var old = await SigningKeyAsync();
        using var http = await identity.OperatorAsync();
        var next = await RotateAsync(http, compromised: false);
        Assert.Equal(old, await SigningKeyAsync());
        Assert.Contains(next, await PublishedAsync());

        identity.Clock.Offset += TimeSpan.FromHours(25);
        Assert.Equal(next, await SigningKeyAsync());
        Assert.Contains(old, await PublishedAsync());

        identity.Clock.Offset += TimeSpan.FromHours(48);
        Assert.Equal(next, await SigningKeyAsync());
        Assert.DoesNotContain(old, await PublishedAsync());
        Assert.Contains("SigningKeyRotated", await identity.EventsAboutAsync(next));
    }

    [Fact]
    public async Task A_compromised_key_is_withdrawn_at_once_with_what_it_signed()
    {
        using var http = await identity.OperatorAsync();
        var old = await SigningKeyAsync();
        var next = await RotateAsync(http, compromised: true);

        Assert.Equal([next], await PublishedAsync());
        Assert.Equal(next, await SigningKeyAsync());
        using var refused = await http.GetAsync("/v1/users", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("SigningKeyWithdrawn", await identity.EventsAboutAsync(old));
    }

    [Fact]
    public async Task The_next_key_comes_by_itself_before_the_old_one_ends()
    {
        var ring = identity.Services.GetRequiredService<KeyRing>();
        using var http = await identity.OperatorAsync();
        var first = await RotateAsync(http, compromised: true);
        await ring.EnsureAsync(TestContext.Current.CancellationToken);
        Assert.Equal([first], await PublishedAsync());

        identity.Clock.Offset += TimeSpan.FromDays(89.5);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ring.EnsureAsync(TestContext.Current.CancellationToken)));
        var second = Assert.Single(await PublishedAsync(), k => k != first);
        Assert.Equal(first, await SigningKeyAsync());

        identity.Clock.Offset += TimeSpan.FromDays(1.5);
        Assert.Equal(second, await SigningKeyAsync());
    }
}
