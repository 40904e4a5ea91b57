using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Decisions.Caching;
using Governance.Consent.Import;
using Governance.Consent.Notices;
using Governance.Consent.Overview;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Consent.Records.Confirmations;
using Governance.Consent.Subjects;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Clients;

namespace Governance.Consent;

internal static class ConsentService
{
    public const string Name = "consent";

    public static WebApplicationBuilder AddConsent(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new OffsetTimeConverter()));
        builder.Services.AddApiDescription();
        builder.AddServiceDatabase<ConsentDbContext>();
        builder.AddMessageBus<ConsentDbContext>(Name, bus => bus.ConsumeRequests());
        builder.Services.AddSingleton<RecordQueue>().AddSingleton<HistoryTurns>().AddScoped<AmbientTransaction>().AddScoped<RecordWriter>().AddScoped<RecordIntake>().AddSingleton<HistoryReader>();
        builder.AddServiceClient(ProcessingActivities.Inventory).ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(20));
        builder.Services.AddSingleton<ProcessingActivities>();
        builder.Services.AddScoped<ExpireConsents>();
        builder.Services.AddHostedService<ExpiryWorker>();
        builder.Services.AddSingleton<ConfirmationTokens>().AddOptions<ConfirmationOptions>().BindConfiguration(ConfirmationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<ReceiveImport>().AddSingleton<ImportStore>().AddSingleton<ChunkWriter>().AddSingleton<ImportSignal>().AddHostedService<ImportWorker>();
        builder.AddDecisionCache();
        builder.AddEdge();
        return builder;
    }

    private static void AddDecisionCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DecisionCacheOptions>().BindConfiguration(DecisionCacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<DecisionInputs>().AddSingleton<CatalogueReader>();
        builder.Services.AddSingleton<DecisionCache>().AddSingleton<CacheLease>().AddSingleton<CacheSignals>().AddSingleton<CacheInstance>().AddSingleton<CacheBarrier>();
        builder.Services.AddScoped<CacheEffects>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<CacheBarrier>()).AddHostedService<CacheFeed>().AddHostedService<CacheListener>();
    }

    public static void MapConsent(this WebApplication app)
    {
        var effective = app.MapGroup("").WithEffects();
        effective.MapPurposes();
        effective.MapNotices();
        effective.MapRecords();
        effective.MapConfirmations();
        app.MapImports();
        effective.MapEdge();
        app.MapSubjects();
        app.MapDecisions();
        app.MapOverview();
        app.MapFailedMessages<ConsentDbContext>();
    }
}
