using System.Text.Json.Serialization;

namespace Governance.Identity.Protocol;

/// <summary>Error answer of RFC 6749 section 5.2.</summary>
internal sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description)
{
    public static IResult BadRequest(string error, string description) => new Answer(StatusCodes.Status400BadRequest, new OAuthError(error, description));

    // RFC 6749 section 5.2: 401 with the scheme the client tried.
    public static IResult InvalidClient() => new Answer(
        StatusCodes.Status401Unauthorized, new OAuthError(OAuth.Errors.InvalidClient, "Client authentication failed."), "Basic realm=\"governance\"");

    private sealed class Answer(int status, OAuthError body, string? challenge = null) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            NoStore.Apply(httpContext.Response);
            if (challenge is not null)
                httpContext.Response.Headers.WWWAuthenticate = challenge;
            return TypedResults.Json(body, statusCode: status).ExecuteAsync(httpContext);
        }
    }
}

internal static class NoStore
{
    public static void Apply(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
    }
}
