using Governance.Consent.Receipts;
using Governance.Consent.Security;
using Governance.Consent.Webhooks;
using Governance.Contracts.Consent.V1;
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
    }

    public static void MapEdge(this IEndpointRouteBuilder app)
    {
        app.MapReceipts();
        app.MapRecipients();
    }

    /// <summary>Every event of a record is consumed, so that the systems concerned are told of it.</summary>
    public static void ConsumeRecords(this BusBuilder bus) => bus
        .Consume<QueueDeliveries<ConsentGiven>>("queue-deliveries-consent-given")
        .Consume<QueueDeliveries<ConsentRefused>>("queue-deliveries-consent-refused")
        .Consume<QueueDeliveries<ConsentWithdrawn>>("queue-deliveries-consent-withdrawn")
        .Consume<QueueDeliveries<ConsentExpired>>("queue-deliveries-consent-expired")
        .Consume<QueueDeliveries<ObjectionRaised>>("queue-deliveries-objection-raised")
        .Consume<QueueDeliveries<ObjectionLifted>>("queue-deliveries-objection-lifted");

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
        services.AddSingleton<ReceiptKeyRing>().AddScoped<ReceiptIssuer>().AddSingleton<ReceiptVerifier>();
        services.AddSingleton<IStartupTask, CreateFirstReceiptKey>().AddHostedService<ReceiptKeyUpkeep>();
    }
}
