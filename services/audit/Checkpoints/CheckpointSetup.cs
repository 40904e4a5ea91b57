using Governance.Audit.Proofs;
using Governance.Audit.Tiles;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Checkpoints;

internal static class CheckpointSetup
{
    public static void AddCheckpoints(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CheckpointOptions>().BindConfiguration(CheckpointOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<CheckpointOptions>, CheckpointOptionsValidator>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<PublishedFolder>();
        services.AddSingleton<CheckpointPublisher>();
        services.AddSingleton<CheckpointFindings>();
        services.AddSingleton<WitnessClient>();
        services.AddSingleton<Witnesses>();
        services.AddSingleton<ServedCheckpoint>();
        services.AddSingleton<LeafDataReader>();
        services.AddSingleton<OfflineProofs>();
        // An answer is some lines; a redirect would send our checkpoints to somebody else.
        services.AddHttpClient(WitnessClient.HttpName, http => http.MaxResponseContentBufferSize = 64 * 1024)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton<CheckpointWorker>();
        services.AddHostedService(sp => sp.GetRequiredService<CheckpointWorker>());
        services.AddHealthChecks().AddCheck<CheckpointWorker>("checkpoints", tags: [HealthEndpoints.ReadyTag]);
    }

    public static void MapCheckpointFiles(this IEndpointRouteBuilder app)
    {
        app.MapCheckpoints();
        app.MapTiles();
        app.MapOfflineProofs();
    }
}
