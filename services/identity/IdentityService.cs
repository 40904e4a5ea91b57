using Governance.Identity.Clients;
using Governance.Identity.Data;
using Governance.Identity.Grants;
using Governance.Identity.Keys;
using Governance.Identity.Pages;
using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Governance.Identity.Roles;
using Governance.Identity.Security;
using Governance.Identity.Sessions;
using Governance.Identity.Setup;
using Governance.Identity.SignIn;
using Governance.Identity.Users;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Health;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Governance.Identity;

internal static class IdentityService
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<GovernanceIdentityDbContext>();
        builder.AddMessageBus<GovernanceIdentityDbContext>("identity");
        var services = builder.Services;
        services.AddOptions<ProtocolOptions>().BindConfiguration(ProtocolOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EncryptionOptions>().BindConfiguration(EncryptionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ClientSeedOptions>().BindConfiguration(ClientSeedOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClientSeedOptions>, ClientSeedValidation>();
        services.AddOptions<SetupOptions>().BindConfiguration(SetupOptions.Section);
        services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KeyVault>();
        services.AddAccounts();
        services.AddProtocol();
        services.AddSessionProtection();
        services.AddRateLimits();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, ClientOriginCors>();
        services.AddSingleton<IStartupTask, CreateFirstSigningKey>();
        services.AddSingleton<IStartupTask, SeedRoles>();
        services.AddSingleton<IStartupTask, SeedClients>();
        services.AddSingleton<IStartupTask, SeedDemoUsers>();
        services.AddSingleton<Cleanup>();
        services.AddHostedService(sp => sp.GetRequiredService<Cleanup>());
        return builder;
    }

    public static WebApplication MapIdentity(this WebApplication app)
    {
        // TLS may end at a proxy in front of us; the address people see is the issuer's.
        if (app.Services.GetRequiredService<IOptions<ProtocolOptions>>().Value.IsHttps)
        {
            app.Use((http, next) =>
            {
                http.Request.Scheme = Uri.UriSchemeHttps;
                return next(http);
            });
        }
        app.Use(WhenReadyAsync);
        app.UseCors();
        app.UseRateLimiter();
        app.Services.GetRequiredService<IProtocolEngine>().MapEndpoints(app);
        app.MapPages();
        app.MapSetup();
        app.MapUsers();
        app.MapRoles();
        app.MapClients();
        app.MapSigningKeys();
        app.MapGroup("").AddEndpointFilter<LiveTokenFilter>().MapFailedMessages<GovernanceIdentityDbContext>();
        return app;
    }

    /// <summary>Until the database is migrated and seeded there is nothing to answer from.</summary>
    private static Task WhenReadyAsync(HttpContext http, RequestDelegate next)
    {
        if (http.RequestServices.GetRequiredService<StartupTasks>().Completed || http.Request.Path.StartsWithSegments("/health"))
            return next(http);
        http.Response.Headers.RetryAfter = "1";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "The service is starting.").ExecuteAsync(http);
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            // The user name is the e-mail address, which has rules of its own.
            identity.User.AllowedUserNameCharacters = "";
            // Length and variety instead of character classes (NIST SP 800-63B section 5.1.1.2).
            identity.Password.RequiredLength = 12;
            identity.Password.RequiredUniqueChars = 6;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        }).AddUserStore<UserAccountStore>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.AddSingleton<DecoyPassword>();
        services.AddScoped<Passwords>();
        services.AddScoped<UserAccounts>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<SignInPage>();
        services.AddScoped<ChangePasswordPage>();
        services.AddScoped<SignOutPage>();
    }

    private static void AddProtocol(this IServiceCollection services)
    {
        services.AddSingleton(sp => new TokenAudience(sp.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Audience));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ISigningKeys>(sp => sp.GetRequiredService<KeyRing>());
        services.AddSingleton<IProtocolEngine, OpenIdConnectEngine>();
        services.AddSingleton<TokenFactory>();
        services.AddSingleton<TokenReader>();
        services.AddScoped<TokenIssuance>();
        services.AddScoped<GrantStore>();
        services.AddScoped<IGrantStore>(sp => sp.GetRequiredService<GrantStore>());
        services.AddScoped<SessionStore>();
        services.AddScoped<ISignInSessions>(sp => sp.GetRequiredService<SessionStore>());
        services.AddScoped<IClientDirectory, ClientDirectory>();
        services.AddScoped<ISubjectDirectory, SubjectDirectory>();
    }
}
