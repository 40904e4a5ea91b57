using Governance.Audit.Anomalies.Review;
using Governance.Audit.Anomalies.Settings;
using Governance.Audit.Anomalies.Stream;
using Governance.ServiceDefaults.Health;

namespace Governance.Audit.Anomalies;

internal static class AnomalySetup
{
    public static void AddAnomalies(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AnomalyOptions>().BindConfiguration("Anomalies").ValidateDataAnnotations()
            .Validate(o => new SettingsValidator().Validate(o.Settings).IsValid, "Anomalies:Settings is not valid; docs/audit-anomalies.md says what is.").ValidateOnStart();
        builder.Services.AddSingleton<StreamWatcher>();
        builder.Services.AddSingleton<StreamWorker>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<StreamWorker>());
        builder.Services.AddHealthChecks().AddCheck<StreamWorker>("anomalies", tags: [HealthEndpoints.ReadyTag]);
    }

    public static void MapAnomalies(this IEndpointRouteBuilder app)
    {
        app.MapAnomalyReview();
        app.MapAnomalySettings();
    }
}
