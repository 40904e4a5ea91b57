using System.Net.Http.Json;
using System.Text.Json;
using Governance.Identity.Tests.Support;

namespace Governance.Identity.Tests.Protocol;

public sealed class DiscoveryTests(IdentityFixture identity)
{
    [Fact]
    public async Task Discovery_names_the_issuer_and_only_what_is_supported()
    {
        using var http = identity.Anonymous();
        var document = await http.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", TestContext.Current.CancellationToken);

        Assert.Equal(identity.IssuerUrl, document.Text("issuer"));
        Assert.Equal($"{identity.IssuerUrl}/connect/token", document.Text("token_endpoint"));
        Assert.Equal(["S256"], document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(v => v.GetString()!));
        Assert.Equal(["code"], document.GetProperty("response_types_supported").EnumerateArray().Select(v => v.GetString()!));
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
    }

    [Fact]
    public async Task Published_keys_hold_no_private_part()
    {
        using var http = identity.Anonymous();
        var keys = await http.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json", TestContext.Current.CancellationToken);

        var key = Assert.Single(keys.GetProperty("keys").EnumerateArray());
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], key.EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public async Task Private_keys_are_sealed_in_the_database()
    {
        var stored = await identity.Database.ScalarAsync<byte[]>("SELECT sealed_private_key FROM signing_keys LIMIT 1");
        using var rsa = System.Security.Cryptography.RSA.Create();

        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => rsa.ImportPkcs8PrivateKey(stored, out _));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", true)]
    [InlineData("http://evil.example", false)]
    public async Task Only_origins_of_registered_applications_may_read_token_answers(string origin, bool allowed)
    {
        using var http = identity.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/connect/token");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }
}
