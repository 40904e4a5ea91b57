using System.Text.Json.Serialization;
using Governance.Identity.Protocol.Seam;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Identity.Protocol;

/// <summary>OpenID Connect Core section 5.3, with the token in the header only (RFC 6750 section 2.1).</summary>
internal static class UserInfoEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http, TokenReader reader, IGrantStore grants, ISubjectDirectory subjects, CancellationToken cancellationToken)
    {
        NoStore.Apply(http.Response);
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Challenge(http, StatusCodes.Status401Unauthorized, null);
        var jwt = await reader.ReadAccessTokenAsync(header["Bearer ".Length..].Trim(), cancellationToken);
        if (jwt is null || !await grants.IsAccessTokenAliveAsync(TokenReader.Reference(jwt), cancellationToken))
            return Challenge(http, StatusCodes.Status401Unauthorized, OAuth.Errors.InvalidToken);

        var scopes = jwt.TryGetPayloadValue<string>("scope", out var text) ? text.Split(' ') : [];
        if (!scopes.Contains(OAuth.OpenIdScope))
            return Challenge(http, StatusCodes.Status403Forbidden, OAuth.Errors.InsufficientScope);
        if (!Guid.TryParse(jwt.Subject, out var id) || await subjects.FindActiveAsync(id, cancellationToken) is not { } subject)
            return Challenge(http, StatusCodes.Status401Unauthorized, OAuth.Errors.InvalidToken);

        return TypedResults.Ok(new UserInfo(
            subject.Id.ToString(),
            scopes.Contains(OAuth.ProfileScope) ? subject.DisplayName : null,
            scopes.Contains(OAuth.EmailScope) ? subject.Email : null));
    }

    private static StatusCodeHttpResult Challenge(HttpContext http, int status, string? error)
    {
        http.Response.Headers.WWWAuthenticate = error is null ? "Bearer" : $"Bearer error=\"{error}\"";
        return TypedResults.StatusCode(status);
    }
}

internal sealed record UserInfo(
    [property: JsonPropertyName("sub")] string Sub,
    [property: JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonPropertyName("email"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email);
