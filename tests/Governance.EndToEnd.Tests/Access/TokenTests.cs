using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Testing;

namespace Governance.EndToEnd.Tests.Access;

/// <summary>Tokens that no service may take, against every protected operation of every running service.</summary>
[Collection(AccessCollection.Name)]
public sealed class TokenTests(AccessStack stack)
{
    [Fact]
    public async Task A_good_token_is_taken_by_every_service()
    {
        var refused = new List<string>();
        foreach (var operation in Protected)
        {
            var caller = stack.Callers.First(c => operation.Permissions.All(c.Permissions.Contains));
            if (await AnswerAsync(operation, caller.Token) is HttpStatusCode.Unauthorized)
                refused.Add($"{operation} as {caller.Name}");
        }
        Assert.True(refused.Count == 0, string.Join('\n', refused));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await using var other = await TestIssuer.StartAsync();
        await AssertRefusedAsync(other.Token("intruder", Contracts.Permissions.All));
    }

    [Fact]
    public async Task A_token_that_names_our_issuer_but_is_signed_with_another_key_is_refused()
    {
        await using var other = await TestIssuer.StartAsync();
        await AssertRefusedAsync(other.Token(
            new() { ["sub"] = "intruder", ["actor_type"] = "user", ["permissions"] = Contracts.Permissions.All }, issuer: stack.Issuer));
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        Assert.Equal("another-audience", Caller.Claims(stack.TokenForAnotherAudience).GetProperty("aud").GetString());
        await AssertRefusedAsync(stack.TokenForAnotherAudience);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        // Clocks may differ by 30 s.
        await Eventually.TrueAsync(
            async () => await AnswerAsync(Protected.First(), stack.ShortToken) == HttpStatusCode.Unauthorized, "the token of one second is refused", TimeSpan.FromSeconds(60));
        await AssertRefusedAsync(stack.ShortToken);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    public async Task A_token_without_a_proper_signature_is_refused(string algorithm)
    {
        var header = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "at+jwt" }));
        var signed = $"{header}.{Everything().Split('.')[1]}";
        var signature = algorithm == "HS256" ? Encode(HMACSHA256.HashData("governance-governance-governance"u8, Encoding.ASCII.GetBytes(signed))) : "";
        await AssertRefusedAsync($"{signed}.{signature}");
    }

    [Fact]
    public async Task A_token_with_permissions_written_into_it_is_refused() => await AssertRefusedAsync(Everything());

    [Theory]
    [InlineData("not-a-token")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_is_refused(string token) => await AssertRefusedAsync(token);

    /// <summary>A real token whose payload was changed to hold every permission.</summary>
    private string Everything()
    {
        var parts = stack.Callers[0].Token.Split('.');
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        payload["permissions"] = new JsonArray([.. Contracts.Permissions.All.Select(p => JsonValue.Create(p))]);
        return $"{parts[0]}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{parts[2]}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private IEnumerable<Operation> Protected => stack.Operations.Where(o => o.Permissions.Count > 0);

    private async Task AssertRefusedAsync(string token)
    {
        var taken = new List<string>();
        foreach (var operation in Protected)
        {
            if (await AnswerAsync(operation, token) is var status and not HttpStatusCode.Unauthorized)
                taken.Add($"{operation}: {status}");
        }
        Assert.True(taken.Count == 0, string.Join('\n', taken));
    }

    private async Task<HttpStatusCode> AnswerAsync(Operation operation, string token)
    {
        using var request = operation.Request(token);
        using var response = await stack.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
