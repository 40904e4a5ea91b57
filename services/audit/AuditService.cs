using Governance.Audit.Access;
using Governance.Audit.Anomalies;
using Governance.Audit.Checkpoints;
using Governance.Audit.Data;
using Governance.Audit.Erasure;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Proofs;
using Governance.Audit.Retention;
using Governance.Audit.Search;
using Governance.Audit.Trail;
using Governance.Audit.Verification;
using Governance.Audit.Work;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Health;

namespace Governance.Audit;

internal static class AuditService
{
    public const string Name = "audit";

    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<AuditDbContext>();
        builder.Services.AddOptions<EncryptionOptions>().BindConfiguration("Encryption")
            .Validate(o => o.TryKey() is not null, "Encryption:Key must be base64 of 32 bytes.").ValidateOnStart();
        builder.Services.AddSingleton<PayloadVault>();
        builder.Services.AddSingleton<PayloadWriter>();
        builder.Services.AddSingleton<PayloadReader>();
        builder.Services.AddSingleton<Disclosure>();
        builder.Services.AddSingleton<AccessLog>();
        builder.Services.AddSingleton<EntrySpans>();
        builder.Services.AddScoped<EntryFinder>();
        builder.Services.AddSingleton<SpanWriter>();
        builder.Services.AddHostedService<SpanWorker>();
        builder.Services.AddSingleton<LogAppender>();
        builder.Services.AddSingleton<LogReader>();
        builder.Services.AddSingleton<LogVerifier>();
        builder.Services.AddSingleton(typeof(WakeUp<>));
        builder.Services.AddSingleton<Sequencer>();
        // Before the bus: hosted services stop in reverse order, and the bus first finishes what it has in hand.
        builder.Services.AddHostedService(sp => sp.GetRequiredService<Sequencer>());
        builder.Services.AddOptions<VerificationOptions>().BindConfiguration("Verification");
        builder.Services.AddHostedService<VerificationWorker>();
        builder.Services.AddOptions<ErasureOptions>().BindConfiguration("Erasure");
        builder.Services.AddSingleton<Eraser>();
        builder.Services.AddSingleton<Rewriter>();
        builder.Services.AddHostedService<ErasureWorker>();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<MonthDropper>();
        builder.Services.AddHostedService<RetentionWorker>();
        builder.AddAnomalies();
        builder.Services.AddHealthChecks().AddCheck<Sequencer>("log", tags: [HealthEndpoints.ReadyTag]);
        builder.AddCheckpoints();
        builder.AddMessageBus<AuditDbContext>(Name, bus => bus.Consume<RecordEvent>(RecordEvent.Name, RecordEvent.Concurrency));
        return builder;
    }

    public static WebApplication MapAudit(this WebApplication app)
    {
        app.MapEntries();
        app.MapProofs();
        app.MapVerifications();
        app.MapErasures();
        app.MapRetention();
        app.MapCheckpointFiles();
        app.MapAnomalies();
        app.MapFailedMessages<AuditDbContext>();
        return app;
    }
}
