using System.Text.Json.Serialization;
using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Protocol;

internal static class DiscoveryEndpoints
{
    public static IResult Describe(IOptions<ProtocolOptions> options)
    {
        var issuer = options.Value.IssuerUrl;
        return TypedResults.Ok(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = issuer + OAuth.Paths.Authorize,
            ["token_endpoint"] = issuer + OAuth.Paths.Token,
            ["userinfo_endpoint"] = issuer + OAuth.Paths.UserInfo,
            ["revocation_endpoint"] = issuer + OAuth.Paths.Revocation,
            ["end_session_endpoint"] = issuer + OAuth.Paths.EndSession,
            ["jwks_uri"] = issuer + OAuth.Paths.Jwks,
            ["scopes_supported"] = OAuth.Scopes,
            ["response_types_supported"] = Values("code"),
            ["response_modes_supported"] = Values("query"),
            ["grant_types_supported"] = OAuth.GrantTypes,
            ["subject_types_supported"] = Values("public"),
            ["id_token_signing_alg_values_supported"] = Values(SecurityAlgorithms.RsaSha256),
            ["token_endpoint_auth_methods_supported"] = Values("client_secret_basic", "client_secret_post", "none"),
            ["revocation_endpoint_auth_methods_supported"] = Values("client_secret_basic", "client_secret_post", "none"),
            ["code_challenge_methods_supported"] = Values("S256"),
            ["prompt_values_supported"] = Values("none", "login", "select_account", "consent"),
            ["claims_supported"] = Values("sub", "name", "email", "auth_time", "nonce", "sid"),
            ["authorization_response_iss_parameter_supported"] = true,
            ["request_parameter_supported"] = false,
            ["request_uri_parameter_supported"] = false,
            ["claims_parameter_supported"] = false,
        });
    }

    private static string[] Values(params string[] values) => values;

    public static async Task<IResult> PublishKeysAsync(HttpContext http, ISigningKeys keys, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "public, max-age=60";
        var published = await keys.GetPublishedAsync(cancellationToken);
        return TypedResults.Ok(new KeySet([.. published.Select(k => new PublicKey(k.Kty, "sig", k.Alg, k.Kid, k.N, k.E))]));
    }

    private sealed record KeySet([property: JsonPropertyName("keys")] IReadOnlyList<PublicKey> Keys);

    private sealed record PublicKey(
        [property: JsonPropertyName("kty")] string Kty,
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("alg")] string Alg,
        [property: JsonPropertyName("kid")] string Kid,
        [property: JsonPropertyName("n")] string N,
        [property: JsonPropertyName("e")] string E);
}
