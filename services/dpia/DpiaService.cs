using Governance.Dpia.Assessments;
using Governance.Dpia.Comments;
using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Interchange;
using Governance.Dpia.Jobs;
using Governance.Dpia.Living;
using Governance.Dpia.Measures;
using Governance.Dpia.Reports;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Governance.Dpia.Tasks;
using Governance.Dpia.Templates;
using Governance.Dpia.Versions;
using Governance.Dpia.Workflow;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Clients;
using Governance.ServiceDefaults.Health;

namespace Governance.Dpia;

internal static class DpiaService
{
    public const string Name = "dpia";

    public static WebApplicationBuilder AddDpia(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<DpiaDbContext>();
        builder.AddMessageBus<DpiaDbContext>(Name, bus => bus
            .Consume<ReviewChangedMap>("review-changed-map", concurrency: 2)
            .Consume<ReviewDrift>("review-drift", concurrency: 2)
            .Consume<ReviewChangedPurpose>("review-changed-purpose", concurrency: 2)
            .Consume<ReviewNewPurpose>("review-new-purpose", concurrency: 2));
        builder.AddServiceClient(MapKeeper.Inventory);
        builder.Services.AddSingleton<IStartupTask, SeedTemplates>();
        builder.Services.AddScoped<People>();
        builder.Services.AddScoped<PartWriter>();
        builder.Services.AddScoped<OpenAssessment>();
        builder.Services.AddScoped<ChangeTask>();
        builder.Services.AddScoped<Separation>();
        builder.Services.AddScoped<StepRunner>();
        builder.Services.AddScoped<StepRules>();
        builder.Services.AddScoped<Approval>();
        builder.Services.AddScoped<DocumentWriter>();
        builder.Services.AddScoped<MapKeeper>();
        builder.Services.AddScoped<ReviewDesk>();
        builder.Services.AddScoped<ReportWriter>();
        builder.Services.AddScoped<Register>();
        builder.Services.AddScoped<ImportCnil>();
        builder.Services.AddScoped<ExportCnil>();
        builder.Services.AddScoped<IScheduledJob, RemindOfTasks>();
        builder.Services.AddScoped<IScheduledJob, EscalateMeasures>();
        builder.Services.AddScoped<IScheduledJob, DeclareReviews>();
        builder.Services.AddHostedService<JobRunner>();
        return builder;
    }

    public static void MapDpia(this WebApplication app)
    {
        app.MapScreenings();
        app.MapTemplates();
        app.MapAssessments();
        app.MapRisks();
        app.MapMeasures();
        app.MapComments();
        app.MapEvaluations();
        app.MapTasks();
        app.MapWorkflow();
        app.MapVersions();
        app.MapLiving();
        app.MapInterchange();
        app.MapReports();
        app.MapFailedMessages<DpiaDbContext>();
    }
}
