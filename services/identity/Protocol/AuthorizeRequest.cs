using System.Globalization;
using Governance.Identity.Protocol.Seam;

namespace Governance.Identity.Protocol;

/// <summary>A valid authorization request.</summary>
internal sealed record AuthorizeRequest(
    ProtocolClient Client,
    string RedirectUri,
    string? State,
    string? Nonce,
    string CodeChallenge,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Prompts,
    TimeSpan? MaxAge);

/// <param name="RedirectUri">Null when the client or its URI is in doubt: then the browser must not be sent anywhere.</param>
internal sealed record AuthorizeProblem(string Error, string Description, string? RedirectUri = null, string? State = null);

internal static class AuthorizeRequestReader
{
    private const int LongestOpaqueValue = 1024;
    private static readonly string[] KnownPrompts = ["none", "login", "consent", "select_account"];

    /// <summary>Client and redirect URI first; everything after may be told to the client by redirect.</summary>
    public static async Task<(AuthorizeRequest? Request, AuthorizeProblem? Problem)> ReadAsync(
        ProtocolParameters parameters, IClientDirectory clients, CancellationToken cancellationToken)
    {
        if (parameters.Problem is { } unreadable)
            return (null, new AuthorizeProblem(OAuth.Errors.InvalidRequest, unreadable));
        var client = parameters["client_id"] is { } id ? await clients.FindActiveAsync(id, cancellationToken) : null;
        if (client is null)
            return (null, new AuthorizeProblem(OAuth.Errors.InvalidClient, "The application is unknown or disabled."));
        if (parameters["redirect_uri"] is not { } redirectUri || !client.HasRedirectUri(redirectUri))
            return (null, new AuthorizeProblem(OAuth.Errors.InvalidRequest, "The redirect URI is not registered for this application."));

        var state = parameters["state"];
        var (request, error, description) = Read(parameters, client, redirectUri);
        return request is not null ? (request, null) : (null, new AuthorizeProblem(error, description, redirectUri, state));
    }

    private static (AuthorizeRequest? Request, string Error, string Description) Read(ProtocolParameters p, ProtocolClient client, string redirectUri)
    {
        if (p["request"] is not null)
            return (null, OAuth.Errors.RequestNotSupported, "Request objects are not supported.");
        if (p["request_uri"] is not null)
            return (null, OAuth.Errors.RequestUriNotSupported, "Request URIs are not supported.");
        if (p["response_type"] is null)
            return Invalid("response_type is missing.");
        if (p["response_type"] != "code")
            return (null, OAuth.Errors.UnsupportedResponseType, "Only the response type code is supported.");
        if (!client.Allows(OAuth.AuthorizationCode))
            return (null, OAuth.Errors.UnauthorizedClient, "The application may not use the authorization code grant.");
        if (p["response_mode"] is not (null or "query"))
            return Invalid("Only the response mode query is supported.");
        if (p["code_challenge_method"] != "S256")
            return Invalid("code_challenge_method must be S256.");
        if (!Pkce.IsChallenge(p["code_challenge"]))
            return Invalid("code_challenge must be 43 base64url characters.");
        if (p["state"]?.Length > LongestOpaqueValue || p["nonce"]?.Length > LongestOpaqueValue)
            return Invalid("state or nonce is too long.");

        var scopes = (p["scope"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        if (scopes.Count == 0 || scopes.Exists(s => !OAuth.Scopes.Contains(s)))
            return (null, OAuth.Errors.InvalidScope, "scope must name at least one supported scope and no other.");

        var prompts = (p["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (prompts.Except(KnownPrompts).Any() || (prompts.Contains("none") && prompts.Length > 1))
            return Invalid("prompt is not valid.");

        TimeSpan? maxAge = null;
        if (p["max_age"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return Invalid("max_age must be a number of seconds.");
            maxAge = TimeSpan.FromSeconds(seconds);
        }
        return (new AuthorizeRequest(client, redirectUri, p["state"], p["nonce"], p["code_challenge"]!, scopes, prompts, maxAge), "", "");
    }

    private static (AuthorizeRequest?, string, string) Invalid(string description) => (null, OAuth.Errors.InvalidRequest, description);
}
