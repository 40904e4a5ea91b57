using Governance.Consent.Data;
using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Consent.Subjects;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;

namespace Governance.Consent;

internal static class ConsentService
{
    public const string Name = "consent";

    public static WebApplicationBuilder AddConsent(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<ConsentDbContext>();
        builder.AddMessageBus<ConsentDbContext>(Name, bus => bus.ConsumeRecords());
        builder.Services.AddScoped<RecordAppender>();
        builder.Services.AddScoped<ExpireConsents>();
        builder.Services.AddHostedService<ExpiryWorker>();
        builder.AddEdge();
        return builder;
    }

    public static void MapConsent(this WebApplication app)
    {
        app.MapPurposes();
        app.MapNotices();
        app.MapRecords();
        app.MapSubjects();
        app.MapDecisions();
        app.MapEdge();
        app.MapFailedMessages<ConsentDbContext>();
    }
}
