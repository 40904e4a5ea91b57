using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Governance.Consent.Receipts;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Consent.Tests.Receipts;

/// <summary>Signed with the service's own key, as by somebody who shares it: what is not a receipt does not verify, and nothing is an error of the service.</summary>
public sealed class ReceiptAttackTests(ConsentFixture fixture) : IClassFixture<ConsentFixture>
{
    private const string Header = """{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt"}""";
    private const string Payload = """{"iss":"governance-consent"}""";

    [Theory]
    [InlineData(Header, Payload, null)]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt","jwk":{"kty":"EC"},"jku":"https://evil.example/keys"}""", Payload, null)]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt","crit":["exp"]}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt","crit":[]}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt","b64":false,"crit":["b64"]}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"es256","kid":"KID","typ":"consent-receipt+jwt"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":["ES256"],"kid":"KID","typ":"consent-receipt+jwt"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"JWT"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","typ":"consent-receipt+jwt"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":7,"typ":"consent-receipt+jwt"}""", Payload, "notAReceipt")]
    [InlineData("""{"alg":"ES256","kid":"../KID","typ":"consent-receipt+jwt"}""", Payload, "unknownKey")]
    [InlineData("""{"alg":"ES256","kid":"KID' OR 1=1 --","typ":"consent-receipt+jwt"}""", Payload, "unknownKey")]
    [InlineData("""{"alg":"ES256","kid":"KID","kid":"KID","typ":"consent-receipt+jwt"}""", Payload, "malformed")]
    [InlineData("""{"alg":"\ud800","kid":"KID","typ":"consent-receipt+jwt"}""", Payload, "malformed")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"consent-receipt+jwt","\udc00":1}""", Payload, "malformed")]
    [InlineData("""["ES256"]""", Payload, "malformed")]
    [InlineData("nothing", Payload, "malformed")]
    [InlineData(Header, "nothing", "notAReceipt")]
    [InlineData(Header, "[]", "notAReceipt")]
    [InlineData(Header, "{}", "notAReceipt")]
    [InlineData(Header, """{"iss":"somebody-else"}""", "notAReceipt")]
    [InlineData(Header, """{"iss":"\ud800"}""", "notAReceipt")]
    [InlineData(Header, """{"iss":"somebody-else","iss":"governance-consent"}""", "notAReceipt")]
    public async Task What_the_key_signs_has_to_be_a_receipt(string header, string payload, string? reason)
    {
        var key = await KeyAsync();
        var signed = $"{Encode(header.Replace("KID", key.Public.Kid, StringComparison.Ordinal))}.{Encode(payload)}";
        Assert.Equal(reason, await ReasonAsync($"{signed}.{Base64Url.EncodeToString(key.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}"));
    }

    [Fact]
    public async Task A_signature_has_one_form()
    {
        var key = await KeyAsync();
        var signed = $"{Encode(Header.Replace("KID", key.Public.Kid, StringComparison.Ordinal))}.{Encode(Payload)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var der = key.Key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.Equal("malformed", await ReasonAsync($"{signed}.{Base64Url.EncodeToString(der)}"));
        Assert.Equal("malformed", await ReasonAsync($"{signed}."));
        Assert.Equal("malformed", await ReasonAsync($"{signed}.{Convert.ToBase64String(key.Key.SignData(bytes, HashAlgorithmName.SHA256))}"));
        // All zeros verified everywhere once (CVE-2022-21449).
        Assert.Equal("signatureWrong", await ReasonAsync($"{signed}.{Base64Url.EncodeToString(new byte[64])}"));
        Assert.Equal("signatureWrong", await ReasonAsync($"{signed}.{Base64Url.EncodeToString(key.Key.SignData(bytes, HashAlgorithmName.SHA384))}"));
        // Detached: the payload left out.
        Assert.Equal("malformed", await ReasonAsync($"{signed.Split('.')[0]}..{Base64Url.EncodeToString(key.Key.SignData(bytes, HashAlgorithmName.SHA256))}"));
    }

    private Task<OpenReceiptKey> KeyAsync() => fixture.Services.GetRequiredService<ReceiptKeyRing>().GetSigningKeyAsync(TestContext.Current.CancellationToken);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task<string?> ReasonAsync(string receipt)
    {
        var answer = await fixture.Anonymous().PostAsJsonAsync("/v1/public/receipts/verification", new { receipt }).JsonAsync(HttpStatusCode.OK);
        var reason = answer.GetProperty("reason").GetString();
        Assert.Equal(reason is null, answer.GetProperty("valid").GetBoolean());
        return reason;
    }
}
