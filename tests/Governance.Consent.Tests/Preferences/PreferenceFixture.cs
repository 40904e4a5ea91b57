using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Governance.Consent.Tests.Preferences;

public class PreferenceFixture : ConsentFixture
{
    public const string Origin = "https://shop.example.com";

    /// <summary>A site with one purpose that rests on consent and one that can be objected to.</summary>
    public async Task<(string Site, string Consent, string Interest, string Notice)> SiteAsync(string? origin = null, bool sale = false)
    {
        var consent = await NamedPurposeAsync("Newsletter", "consent", sale);
        var interest = await NamedPurposeAsync("Product research", "legitimateInterest", false);
        var notice = await NoticeAsync(consent, interest);
        var code = NewCode("site");
        await Dpo().PostAsJsonAsync("/v1/preference-sites", new { code, details = new { origins = new[] { origin ?? Origin }, purposes = new[] { consent, interest }, notice } }).JsonAsync(HttpStatusCode.Created);
        return (code, consent, interest, notice);
    }

    public async Task<string> TokenAsync(string site, string identifier, string language = "en") =>
        (await Team().PostAsJsonAsync("/v1/preference-tokens", new { site, subject = Bodies.Subject(identifier), language }).JsonAsync(HttpStatusCode.OK)).GetProperty("token").GetString()!;

    /// <summary>What a browser on that origin does.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string site, string? token, string? purpose = null, object? body = null, string? origin = Origin, string? gpc = null)
    {
        using var request = new HttpRequestMessage(method, $"/v1/public/sites/{site}/preferences{(purpose is null ? "" : "/" + purpose)}") { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Preference", token);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (gpc is not null)
            request.Headers.Add("Sec-GPC", gpc);
        return await Anonymous().SendAsync(request);
    }

    public async Task<bool> AllowedAsync(string identifier, string purpose) =>
        (await Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(identifier, purpose)).JsonAsync(HttpStatusCode.OK)).GetProperty("allowed").GetBoolean();

    public async Task<List<JsonElement>> HistoryAsync(string identifier, string purpose) =>
        [.. (await Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(identifier), purpose }).JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    private async Task<string> NamedPurposeAsync(string name, string basis, bool sale)
    {
        var code = NewCode("pref");
        await Dpo().PostAsJsonAsync("/v1/purposes", new
        {
            code,
            legalBasis = basis,
            details = new { name, description = $"{name} for you.", dataCategories = new[] { "contact" }, recipients = Array.Empty<string>(), retentionDays = 30, saleOrSharing = sale },
        }).JsonAsync(HttpStatusCode.Created);
        return code;
    }
}
