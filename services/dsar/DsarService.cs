using Governance.Dsar.Access;
using Governance.Dsar.Certificates;
using Governance.Dsar.Closing;
using Governance.Dsar.Consents;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Deadlines;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Dsar.Verification;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Clients;
using Microsoft.Extensions.Options;

namespace Governance.Dsar;

internal static class DsarService
{
    public static void AddDsar(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<DsarDbContext>();
        builder.AddMessageBus<DsarDbContext>("dsar", ConfigureBus);
        builder.AddServiceClient("Inventory");
        builder.AddServiceClient(ConsentHistory.Client);
        builder.AddOptions();
        builder.Services.AddSingleton(sp => new RegimeCatalog([.. sp.GetRequiredService<IOptions<ControllerOptions>>().Value.Holidays]));
        builder.Services.AddSingleton(sp => sp.GetRequiredService<IOptions<ControllerOptions>>().Value);
        builder.Services.AddSingleton<KeyVault>().AddSingleton<PublicLimits>().AddSingleton<RequestDeadlines>();
        builder.Services.AddScoped<IdentifierStore>().AddScoped<RequestEvents>().AddScoped<RequestIntake>().AddScoped<RequestViews>().AddScoped<ManageContext>().AddScoped<CodeIssuer>();
        builder.Services.AddScoped<ConsentEvents>().AddScoped<ConsentHistory>();
        builder.Services.AddScoped<DataMaps>().AddScoped<PlanProgress>().AddScoped<PlanAnswers>();
        builder.Services.AddScoped<StoreExecutions>().AddScoped<FulfilmentJobs>().AddScoped<ExecutionProgress>().AddScoped<RequestClosing>();
        builder.Services.AddSingleton<PackageFiles>().AddSingleton<PackageAssembler>().AddSingleton<IndexPage>().AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<MailSender>().AddSingleton<MailTexts>().AddScoped<MailQueue>();
        builder.Services.AddJob<SendMail>().AddJob<PrepareAgain>().AddJob<AssemblePackage>().AddJob<DeletePackage>().AddJob<IssueCertificate>().AddJob<EraseIdentifiers>().AddJob<SendAddressCode>().AddJob<DeleteAddressCheck>();
        builder.Services.AddSingleton<JobStore>().AddHostedService<JobWorker>();
    }

    public static void MapDsar(this WebApplication app)
    {
        app.MapPublicRequests();
        app.MapAccess();
        app.MapRequests();
        app.MapPlans();
        app.MapFulfilment();
        app.MapPackages();
        app.MapFailedMessages<DsarDbContext>();
    }

    private static void ConfigureBus(BusBuilder bus) => bus
        .Consume<KeepConfirmedMap>("keep-confirmed-map")
        .Consume<CollectPreparedStore>("collect-prepared-store")
        .Consume<CollectFailedStore>("collect-failed-store")
        .Consume<CollectCompletedStore>("collect-completed-store")
        .Consume<CollectIncompleteStore>("collect-incomplete-store");

    private static void AddOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ControllerOptions>().BindConfiguration("Controller").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<VerificationOptions>().BindConfiguration("Verification").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PublicLimitOptions>().BindConfiguration("PublicLimits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PackageOptions>().BindConfiguration("Packages").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<EncryptionOptions>().BindConfiguration("Encryption")
            .Validate(o => o.TryKey() is not null, "Encryption:Key must be base64 of 32 bytes.").ValidateOnStart();
    }
}
