using Governance.DataPlane.Classifying;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Connectors.Postgres;
using Governance.DataPlane.Data;
using Governance.DataPlane.Jobs;
using Governance.DataPlane.Plans;
using Governance.DataPlane.Scans;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Clients;
using Microsoft.Extensions.Options;

namespace Governance.DataPlane;

internal static class DataPlaneService
{
    public const string Name = "dataplane";

    public static WebApplicationBuilder AddDataPlane(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<DataPlaneDbContext>();
        builder.AddMessageBus<DataPlaneDbContext>(Name, bus => bus
            .Consume<ScanDataStoreConsumer>("scan-data-store")
            .Consume<PrepareStorePlanConsumer>("prepare-store-plan")
            .Consume<ExecuteStorePlanConsumer>("execute-store-plan"));

        // Parts are as large as the person's data; the other calls bound themselves.
        builder.AddServiceClient(DsarClient.Name).ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan);

        builder.Services.AddOptions<StoreLimits>().BindConfiguration(StoreLimits.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<MaskingKeyOptions>().BindConfiguration(MaskingKeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton(sp => sp.GetRequiredService<IOptions<StoreLimits>>().Value);
        builder.Services.AddSingleton<Classifier>();
        builder.Services.AddSingleton<IStoreConnector, PostgresConnector>();
        builder.Services.AddSingleton<StoreConnectors>();
        builder.Services.AddSingleton<StoreKeys>();
        builder.Services.AddSingleton<DsarClient>();
        builder.Services.AddSingleton<RetryPolicy>();
        builder.Services.AddSingleton<JobQueue>();
        builder.Services.AddSingleton<JobRunner>();
        builder.Services.AddScoped<ScanHandler>();
        builder.Services.AddScoped<PrepareHandler>();
        builder.Services.AddScoped<ExecuteHandler>();
        builder.Services.AddHostedService<JobWorker>();
        return builder;
    }

    public static void MapDataPlane(this WebApplication app)
    {
        app.MapScans();
        app.MapJobs();
        app.MapFailedMessages<DataPlaneDbContext>();
    }
}
