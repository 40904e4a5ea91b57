using Governance.Dpia.Assessments;
using Governance.Dpia.Comments;
using Governance.Dpia.Data;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Living;
using Governance.Dpia.Measures;
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
        builder.AddMessageBus<DpiaDbContext>(Name);
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
        app.MapFailedMessages<DpiaDbContext>();
    }
}
