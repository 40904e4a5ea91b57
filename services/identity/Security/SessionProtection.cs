using Governance.Identity.Keys;
using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Governance.Identity.Sessions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using AuthenticationOptions = Governance.ServiceDefaults.Authorization.AuthenticationOptions;

namespace Governance.Identity.Security;

/// <summary>Cookies, antiforgery, the keys behind both, and this service's trust in its own tokens.</summary>
internal static class SessionProtection
{
    public static void AddSessionProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("governance-identity");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory, KeyVault, TimeProvider>((keys, scopes, vault, clock) =>
        {
            keys.XmlRepository = new SessionKeyStore(scopes, clock);
            keys.XmlEncryptor = new SessionKeyEncryptor(vault);
        });

        services.AddAuthentication().AddCookie(SessionStore.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(SessionStore.Scheme).Configure<IOptions<ProtocolOptions>>((cookies, options) =>
        {
            Harden(cookies.Cookie, "sign-in", options.Value);
            cookies.ExpireTimeSpan = options.Value.SessionLifetime;
            cookies.SlidingExpiration = false;
        });
        services.AddAntiforgery(antiforgery => antiforgery.SuppressXFrameOptionsHeader = true);
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<ProtocolOptions>>((antiforgery, options) => Harden(antiforgery.Cookie, "form", options.Value));

        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthenticationOptions>, IOptions<ProtocolOptions>, ISigningKeys>((jwt, authentication, options, keys) =>
            {
                if ((authentication.Value.Issuer ?? authentication.Value.Authority).TrimEnd('/') == options.Value.IssuerUrl)
                    jwt.ConfigurationManager = new LocalConfiguration(keys, options);
            });

        // Reads the keys before the database has been migrated or may even be reached; they are read at first use anyway.
        // Last, because several of the above add it.
        services.Remove(services.Single(s => s.ImplementationType?.Name == "DataProtectionHostedService"));
    }

    private static void Harden(CookieBuilder cookie, string name, ProtocolOptions options)
    {
        // Browsers accept the prefix __Host- only on secure cookies of this very host.
        cookie.Name = options.IsHttps ? $"__Host-governance-{name}" : $"governance-{name}";
        cookie.HttpOnly = true;
        // Lax, not Strict: the browser comes from the application's site when it asks for a code.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = options.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Path = "/";
        cookie.IsEssential = true;
    }
}
