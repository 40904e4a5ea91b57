using Governance.Consent.Choices;
using Governance.Consent.Preferences;
using Governance.Consent.Receipts;
using Governance.Consent.Requests;
using Governance.Consent.Security;
using Governance.Consent.Signals;
using Governance.Consent.Webhooks;
using Governance.Messaging.Bus;
using Governance.ServiceDefaults.Health;

namespace Governance.Consent;

/// <summary>What consent shows to the outside: receipts, signals, the preference centre, webhooks.</summary>
internal static class EdgeSetup
{
    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<EncryptionOptions>().BindConfiguration(EncryptionOptions.Section)
            .Validate(o => o.TryKey() is not null, "Encryption:Key must be base64 of 32 bytes.").ValidateOnStart();
        builder.Services.AddSingleton<SecretVault>();
        builder.Services.AddReceipts();
        builder.Services.AddWebhooks();
        builder.Services.AddScoped<SubjectStates>().AddScoped<ChoiceRecorder>().AddScoped<SignalIntake>();
        builder.Services.AddOptions<PreferenceOptions>().BindConfiguration(PreferenceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PreferenceTokens>().AddScoped<PreferenceStates>();
    }

    public static void MapEdge(this IEndpointRouteBuilder app)
    {
        app.MapReceipts();
        app.MapRecipients();
        app.MapSignals();
        app.MapPreferences();
    }

    /// <summary>What people asked of the dsar service.</summary>
    public static void ConsumeRequests(this BusBuilder bus) => bus
        .Consume<StopDirectMarketing>("stop-direct-marketing", concurrency: 1)
        .Consume<ForgetSubject>("forget-subject", concurrency: 1);

    private static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IHostLookup, DnsLookup>().AddSingleton<GuardedConnector>().AddSingleton<WebhookUrl>();
        services.AddSingleton<DeliveryStore>().AddSingleton<WebhookSender>().AddHostedService<WebhookDispatcher>();
        services.AddHttpClient(WebhookSender.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(sp => sp.GetRequiredService<GuardedConnector>().NewHandler());
    }

    private static void AddReceipts(this IServiceCollection services)
    {
        services.AddOptions<ReceiptOptions>().BindConfiguration(ReceiptOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ReceiptKeyRing>().AddScoped<RecordDescriber>().AddScoped<ReceiptIssuer>().AddSingleton<ReceiptVerifier>();
        services.AddSingleton<IStartupTask, CreateFirstReceiptKey>().AddHostedService<ReceiptKeyUpkeep>();
    }
}
