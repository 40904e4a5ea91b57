using Governance.Messaging;
using Governance.Portal.Api;
using Governance.Portal.Data;
using Governance.Portal.Pages;
using Governance.Portal.PrivacyCentre;
using Governance.Portal.Security;
using Governance.Portal.Sessions;
using Governance.Portal.SignIn;
using Governance.ServiceDefaults.Clients;

namespace Governance.Portal;

internal static class PortalService
{
    public const string Name = "portal";

    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<PortalDbContext>();
        var services = builder.Services;
        services.AddOptions<PortalOptions>().BindConfiguration(PortalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EncryptionOptions>().BindConfiguration(EncryptionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ServiceClientOptions>().BindConfiguration("ServiceClient").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Vault>();
        services.AddSingleton<IdentityProvider>();
        services.AddScoped<SessionStore>();
        services.AddScoped<SignInFlow>();
        services.AddHostedService<SessionCleanup>();
        services.AddSingleton<WebApp>();
        builder.AddForwarding();
        builder.AddPrivacyCentre();
        return builder;
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapSignIn();
        app.MapForwarding();
        app.MapPrivacyCentre();
        app.MapWebApp();
    }
}
