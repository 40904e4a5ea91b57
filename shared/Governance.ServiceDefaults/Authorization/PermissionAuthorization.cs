using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.ServiceDefaults.Authorization;

/// <summary>Marks an endpoint with the permission it asks for; read by the authorization policy, OpenAPI and tests.</summary>
public sealed record RequiredPermission(string Permission);

/// <summary>Marks an endpoint that anyone may call, and says why.</summary>
public sealed record PublicEndpoint(string Reason);

public static class PermissionAuthorization
{
    /// <summary>Claim type whose values are permission strings.</summary>
    public const string PermissionClaim = "permissions";

    /// <summary>Lets callers through whose token carries the permission. Several calls: all are needed.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireClaim(PermissionClaim, permission))
            .WithMetadata(new RequiredPermission(permission));

    /// <summary>Lets anyone through. The reason stands in the OpenAPI document.</summary>
    public static TBuilder AllowPublic<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AllowAnonymous().WithMetadata(new PublicEndpoint(reason));

    internal static void AddPermissionAuthorization(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthenticationOptions>().BindConfiguration(AuthenticationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<AuthenticationOptions>, TimeProvider>((jwt, configured, clock) =>
        {
            var options = configured.Value;
            var authority = new Uri(options.Authority);
            jwt.Authority = options.Authority;
            jwt.RequireHttpsMetadata = !authority.IsLoopback && !options.AllowHttp;
            jwt.TokenHandlers.Clear();
            jwt.TokenHandlers.Add(new CheckedTokens(new JsonWebTokenHandler { MapInboundClaims = false }, clock));
            jwt.MapInboundClaims = false;
            // After a failed look at the provider (it was starting) the next one is not put off for long.
            jwt.RefreshInterval = TimeSpan.FromSeconds(2);
            jwt.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = options.Audience,
                ValidIssuer = options.Issuer ?? options.Authority,
                ValidTypes = options.TokenTypes.Count > 0 ? options.TokenTypes : ["at+jwt"],
                ValidAlgorithms = ["ES256", "ES384", "RS256", "RS384", "PS256"],
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "sub",
                RequireExpirationTime = true,
                RequireSignedTokens = true,
            };
        });
        // Deny by default: an endpoint that says nothing lets nobody through.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
    }
}
