using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Identity.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Tests.Protocol;

/// <summary>What the admin API makes of tokens that are not quite right.</summary>
public sealed class ResourceSideTests(IdentityFixture identity) : IDisposable
{
    private readonly RSA _foreignKey = RSA.Create(2048);

    public void Dispose() => _foreignKey.Dispose();

    private async Task<HttpStatusCode> CallAsync(string token)
    {
        using var http = identity.Bearer(token);
        using var response = await http.GetAsync("/v1/users", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>A token of this server, taken apart.</summary>
    private async Task<(Dictionary<string, JsonElement> Header, Dictionary<string, JsonElement> Payload, string Signature)> GoodTokenAsync()
    {
        var parts = (await identity.ClientTokenAsync(IdentityFixture.OperatorClient)).Split('.');
        return (Read(parts[0]), Read(parts[1]), parts[2]);

        static Dictionary<string, JsonElement> Read(string part) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64UrlEncoder.Decode(part))!;
    }

    private static string Encode(object part) => Base64UrlEncoder.Encode(JsonSerializer.Serialize(part));

    private string SignWithForeignKey(string header, string payload)
    {
        var signature = _foreignKey.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{payload}.{Base64UrlEncoder.Encode(signature)}";
    }

    [Fact]
    public async Task A_good_token_is_accepted() =>
        Assert.Equal(HttpStatusCode.OK, await CallAsync(await identity.ClientTokenAsync(IdentityFixture.OperatorClient)));

    [Fact]
    public async Task A_token_without_the_permission_is_forbidden() =>
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync(await identity.ClientTokenAsync(IdentityFixture.MachineClient)));

    [Fact]
    public async Task A_token_without_signature_is_refused()
    {
        var (_, payload, signature) = await GoodTokenAsync();
        var header = Encode(new { alg = "none", typ = "at+jwt" });

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync($"{header}.{Encode(payload)}."));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync($"{header}.{Encode(payload)}.{signature}"));
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_shared_secret_is_refused()
    {
        var (header, payload, _) = await GoodTokenAsync();
        var publicKey = await identity.Database.ScalarAsync<byte[]>("SELECT public_key FROM signing_keys LIMIT 1");
        var forged = Encode(new { alg = "HS256", typ = "at+jwt", kid = header["kid"].GetString() });
        var mac = HMACSHA256.HashData(publicKey, Encoding.ASCII.GetBytes($"{forged}.{Encode(payload)}"));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync($"{forged}.{Encode(payload)}.{Base64UrlEncoder.Encode(mac)}"));
    }

    [Fact]
    public async Task A_token_signed_by_another_key_under_our_key_id_is_refused()
    {
        var (header, payload, _) = await GoodTokenAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(SignWithForeignKey(Encode(header), Encode(payload))));
    }

    [Fact]
    public async Task Changed_permissions_break_the_signature()
    {
        var (header, payload, signature) = await GoodTokenAsync();
        payload["permissions"] = JsonSerializer.SerializeToElement(Permissions.All.Append("more"));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync($"{Encode(header)}.{Encode(payload)}.{signature}"));
    }

    [Theory]
    [InlineData("iss", "https://other.example")]
    [InlineData("aud", "another-service")]
    public async Task A_genuine_signature_over_another_issuer_or_audience_is_refused(string claim, string value) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(await MintAsync(claims => claims[claim] = value)));

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var past = identity.Clock.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(await MintAsync(claims => claims["exp"] = past)));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(await MintAsync(_ => { })));
    }

    [Fact]
    public async Task A_token_of_another_type_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(await MintAsync(_ => { }, "JWT")));

    [Fact]
    public async Task An_id_token_is_no_access_token()
    {
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(await identity.NewUserAsync("admin"));

        Assert.Equal(HttpStatusCode.OK, await CallAsync(tokens.Text("access_token")));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(tokens.Text("id_token")));
    }

    /// <summary>Signs with the service's own key, which only a test can reach.</summary>
    private async Task<string> MintAsync(Action<Dictionary<string, object>> change, string type = "at+jwt")
    {
        var (_, payload, _) = await GoodTokenAsync();
        var claims = payload.ToDictionary(p => p.Key, p => (object)p.Value);
        change(claims);
        var keys = (Identity.Protocol.Seam.ISigningKeys)identity.Services.GetService(typeof(Identity.Protocol.Seam.ISigningKeys))!;
        var descriptor = new SecurityTokenDescriptor { TokenType = type, Claims = claims, SigningCredentials = await keys.GetCurrentAsync(TestContext.Current.CancellationToken) };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }
}
