using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Health;
using Governance.ServiceDefaults.Http;
using Governance.ServiceDefaults.Privacy;
using Governance.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Governance.ServiceDefaults;

/// <summary>Hosting that every service shares: telemetry, health, problem details, authentication, OpenAPI. No business rules.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Largest request body an endpoint accepts unless it says otherwise.</summary>
    public const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Where the server itself breaks the connection off.</summary>
    private const long ServerMaxBodyBytes = 32 * MaxBodyBytes;

    /// <param name="service">Name of the service, for example <c>dsar</c>: prefix of queues, source of events.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddSingleton(new ServiceIdentity(service));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<EventHeaders>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ServerMaxBodyBytes;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.ConfigureHttpJsonOptions(json => ConfigureJson(json.SerializerOptions));
        builder.AddTelemetry(service);
        builder.AddProblems();
        builder.AddTrustedProxies();
        builder.AddPermissionAuthorization();
        builder.Services.AddOptions<PseudonymOptions>().BindConfiguration("Pseudonym");
        builder.Services.AddSingleton<SubjectPseudonymizer>();
        builder.Services.AddHealthChecks().AddCheck<StartupHealthCheck>("startup", tags: [HealthEndpoints.ReadyTag]);
        builder.Services.AddSingleton<StartupTasks>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<StartupTasks>());
        builder.Services.AddServiceOpenApi(service);
        builder.Services.AddSingleton<FaultPoints>();
        return builder;
    }

    /// <summary>Adds the middleware in the right order, then health and OpenAPI endpoints.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<CleanQueryMiddleware>();
        app.UseMiddleware<BodyLimitMiddleware>();
        app.UseMiddleware<BodyCharsetMiddleware>();
        app.UseBufferedBodies();
        app.MapHealth();
        app.MapOpenApi().AllowPublic("description of the API");
        return app;
    }

    /// <summary>camelCase, enums as strings, strict about what comes in.</summary>
    public static void ConfigureJson(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new CleanStringConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(NoNullElements.Check);
    }
}

/// <summary>Name of the running service.</summary>
public sealed record ServiceIdentity(string Name);
