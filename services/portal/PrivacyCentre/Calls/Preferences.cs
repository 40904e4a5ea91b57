using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Governance.Portal.PrivacyCentre.Calls;

internal sealed record ShownNotice(string Code, int Version, string Language, string Text);

/// <param name="Reason">A stable code that says why data may be used, or may not.</param>
internal sealed record PurposeChoice(string Code, string Name, string Description, bool Allowed, string Reason, bool Changeable, DateTimeOffset? Since);

internal sealed record PreferenceSheet(string Language, ShownNotice? Notice, IReadOnlyList<PurposeChoice> Purposes);

/// <summary>consent's preference centre. A token is minted for the person by this host's own client, and never reaches the browser.</summary>
internal sealed class Preferences(IHttpClientFactory clients, IHttpContextAccessor current)
{
    /// <summary>With the host's own access token.</summary>
    public const string MintingClient = "Consent";

    /// <summary>Without.</summary>
    public const string PublicClient = "privacy-consent";
    private const string GpcHeader = "Sec-GPC";

    public async Task<PreferenceSheet> ReadAsync(string site, string email, string language, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"v1/public/sites/{site}/preferences");
        return (await AskAsync<PreferenceSheet>(request, site, email, language, ct)).Value ?? throw new UnavailableException();
    }

    /// <returns>Null when it is done, otherwise the code of the refusal.</returns>
    public async Task<string?> ChangeAsync(string site, string email, string purpose, bool allowed, int? noticeVersion, string? noticeLanguage, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"v1/public/sites/{site}/preferences/{Uri.EscapeDataString(purpose)}")
        {
            Content = JsonContent.Create(new { allowed, noticeVersion, language = noticeLanguage }),
        };
        return (await AskAsync<PurposeChoice>(request, site, email, noticeLanguage, ct)).Code;
    }

    private async Task<Answer<T>> AskAsync<T>(HttpRequestMessage request, string site, string email, string? language, CancellationToken ct)
        where T : class
    {
        var mint = new HttpRequestMessage(HttpMethod.Post, "v1/preference-tokens") { Content = JsonContent.Create(new { site, subject = new { identifierKind = "email", identifier = email }, language }) };
        if ((await clients.CreateClient(MintingClient).AskAsync<Minted>(mint, ct)).Value is not { } minted)
            throw new UnavailableException();
        request.Headers.Authorization = new AuthenticationHeaderValue("Preference", minted.Token);
        if (current.HttpContext?.Request.Headers.TryGetValue(GpcHeader, out var gpc) == true)
            request.Headers.TryAddWithoutValidation(GpcHeader, gpc.ToArray());
        return await clients.CreateClient(PublicClient).AskAsync<T>(request, ct);
    }

    private sealed record Minted(string Token);
}
