using System.Text.Json.Serialization;
using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Protocol;

internal static class TokenEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, IClientDirectory clients, TokenIssuance issuance, CancellationToken cancellationToken)
    {
        var form = await ProtocolParameters.ReadFormAsync(http.Request, cancellationToken);
        if (form is null || form.Problem is not null)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, form?.Problem ?? "The body must be a form.");
        var (client, refusal) = await ClientAuthentication.AuthenticateAsync(http.Request, form, clients, cancellationToken);
        if (client is null)
            return refusal!;
        if (form["grant_type"] is not { } grantType)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, "grant_type is missing.");
        if (!OAuth.GrantTypes.Contains(grantType))
            return OAuthError.BadRequest(OAuth.Errors.UnsupportedGrantType, "The grant type is not supported.");
        if (!client.Allows(grantType))
            return OAuthError.BadRequest(OAuth.Errors.UnauthorizedClient, "The client may not use this grant type.");

        NoStore.Apply(http.Response);
        return grantType switch
        {
            OAuth.AuthorizationCode => await issuance.FromCodeAsync(client, form, cancellationToken),
            OAuth.RefreshToken => await issuance.FromRefreshTokenAsync(client, form, cancellationToken),
            _ => await issuance.FromClientCredentialsAsync(client, form, cancellationToken),
        };
    }
}

internal sealed record TokenResponse(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("scope"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Scope = null,
    [property: JsonPropertyName("id_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IdToken = null,
    [property: JsonPropertyName("refresh_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken = null);

/// <summary>One method per grant type, called with an authenticated client that may use it.</summary>
internal sealed class TokenIssuance(IGrantStore grants, ISubjectDirectory subjects, TokenFactory tokens, IOptions<ProtocolOptions> options)
{
    private int ExpiresIn => (int)options.Value.AccessTokenLifetime.TotalSeconds;

    public async Task<IResult> FromCodeAsync(ProtocolClient client, ProtocolParameters form, CancellationToken cancellationToken)
    {
        if (form["code"] is not { } code || form["redirect_uri"] is not { } redirectUri || form["code_verifier"] is not { } verifier)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, "code, redirect_uri and code_verifier are required.");
        var grant = await grants.RedeemCodeAsync(client, new CodeRedemption(code, redirectUri, verifier), cancellationToken);
        return await AnswerAsync(client, grant, "The code is not valid, has expired or was used before.", cancellationToken);
    }

    public async Task<IResult> FromRefreshTokenAsync(ProtocolClient client, ProtocolParameters form, CancellationToken cancellationToken)
    {
        if (form["refresh_token"] is not { } token)
            return OAuthError.BadRequest(OAuth.Errors.InvalidRequest, "refresh_token is required.");
        if (form["scope"] is { } scope && scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(OAuth.Scopes).Any())
            return OAuthError.BadRequest(OAuth.Errors.InvalidScope, "scope names an unknown scope.");
        var grant = await grants.RotateRefreshTokenAsync(client, token, cancellationToken);
        return await AnswerAsync(client, grant, "The refresh token is not valid, has expired or was used before.", cancellationToken);
    }

    public async Task<IResult> FromClientCredentialsAsync(ProtocolClient client, ProtocolParameters form, CancellationToken cancellationToken)
    {
        if (!client.IsConfidential)
            return OAuthError.BadRequest(OAuth.Errors.UnauthorizedClient, "A public client has no credentials.");
        if (form["scope"] is not null)
            return OAuthError.BadRequest(OAuth.Errors.InvalidScope, "Scopes belong to people; a client's permissions are registered.");
        return TypedResults.Ok(new TokenResponse(await tokens.CreateAccessTokenAsync(client, cancellationToken), "Bearer", ExpiresIn));
    }

    private async Task<IResult> AnswerAsync(ProtocolClient client, RedeemedGrant? grant, string refusal, CancellationToken cancellationToken)
    {
        var subject = grant is null ? null : await subjects.FindActiveAsync(grant.UserId, cancellationToken);
        if (grant is null || subject is null)
            return OAuthError.BadRequest(OAuth.Errors.InvalidGrant, refusal);
        var accessToken = await tokens.CreateAccessTokenAsync(client, subject, grant, cancellationToken);
        var idToken = grant.Scopes.Contains(OAuth.OpenIdScope)
            ? await tokens.CreateIdTokenAsync(client, subject, grant, accessToken, cancellationToken)
            : null;
        return TypedResults.Ok(new TokenResponse(accessToken, "Bearer", ExpiresIn, string.Join(' ', grant.Scopes), idToken, grant.RefreshToken));
    }
}
