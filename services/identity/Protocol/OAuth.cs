namespace Governance.Identity.Protocol;

/// <summary>Names of RFC 6749, 7009, 7636, 9068, 9207 and OpenID Connect Core that this server speaks.</summary>
internal static class OAuth
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";

    public static IReadOnlyList<string> GrantTypes { get; } = [AuthorizationCode, RefreshToken, ClientCredentials];

    public const string OpenIdScope = "openid";
    public const string ProfileScope = "profile";
    public const string EmailScope = "email";
    public const string OfflineAccessScope = "offline_access";

    public static IReadOnlyList<string> Scopes { get; } = [OpenIdScope, ProfileScope, EmailScope, OfflineAccessScope];

    public const string GrantIdClaim = "grant_id";
    public const string ActorTypeClaim = "actor_type";
    public const string PermissionsClaim = "permissions";

    public const string AccessTokenType = "at+jwt";

    public static class Errors
    {
        public const string InvalidRequest = "invalid_request";
        public const string InvalidClient = "invalid_client";
        public const string InvalidGrant = "invalid_grant";
        public const string InvalidScope = "invalid_scope";
        public const string InvalidToken = "invalid_token";
        public const string InsufficientScope = "insufficient_scope";
        public const string UnauthorizedClient = "unauthorized_client";
        public const string UnsupportedGrantType = "unsupported_grant_type";
        public const string UnsupportedResponseType = "unsupported_response_type";
        public const string LoginRequired = "login_required";
        public const string RequestNotSupported = "request_not_supported";
        public const string RequestUriNotSupported = "request_uri_not_supported";
    }

    public static class Paths
    {
        public const string Discovery = "/.well-known/openid-configuration";
        public const string Jwks = "/.well-known/jwks.json";
        public const string Authorize = "/connect/authorize";
        public const string Token = "/connect/token";
        public const string UserInfo = "/connect/userinfo";
        public const string Revocation = "/connect/revocation";
        public const string EndSession = "/connect/end-session";
    }
}
