using Governance.Audit.Anomalies.Review;
using Governance.Audit.Anomalies.Settings;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Anomalies;

internal static class AnomalySetup
{
    public static void AddAnomalies(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AnomalyOptions>().BindConfiguration("Anomalies").ValidateDataAnnotations()
            .Validate(o => new SettingsValidator().Validate(o.Settings).IsValid, "Anomalies:Settings is not valid; docs/audit-anomalies.md says what is.").ValidateOnStart();
        builder.Services.AddSingleton<StreamWatcher>();
        builder.Services.AddHostedService<StreamWorker>();
    }

    public static void MapAnomalies(this IEndpointRouteBuilder app)
    {
        app.MapAnomalyReview();
        app.MapAnomalySettings();
    }
}
