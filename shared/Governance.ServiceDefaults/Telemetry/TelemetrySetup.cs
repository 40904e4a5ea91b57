using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Governance.ServiceDefaults.Telemetry;

internal static class TelemetrySetup
{
    /// <summary>Sources that emit activities by themselves; Npgsql is left out because its spans carry SQL text.</summary>
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Governance"];

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = false;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // These would log what is thrown anyway, with messages that could quote values.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.None);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        // The probes' answers say it; a service that is starting would fill the log with errors.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit.ReceiveTransport", LogLevel.None);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        var resource = ResourceBuilder.CreateDefault().AddService($"governance-{service}");
        builder.Services.AddSingleton(sp =>
        {
            var provider = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources);
            if (builder.Configuration["Telemetry:TraceFile"] is { Length: > 0 } file)
#pragma warning disable CA2000 // The provider disposes its processors.
                provider.AddProcessor(new BatchActivityExportProcessor(new TraceFileExporter(file), scheduledDelayMilliseconds: 500));
#pragma warning restore CA2000
            if (builder.Configuration["Telemetry:OtlpEndpoint"] is { Length: > 0 } endpoint)
                provider.AddOtlpExporter(otlp => Configure(otlp, endpoint, "/v1/traces"));
            return provider.Build();
        });
        builder.Services.AddSingleton(sp =>
        {
            var provider = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "MassTransit", "Npgsql", "Governance");
            if (builder.Configuration["Telemetry:OtlpEndpoint"] is { Length: > 0 } endpoint)
                provider.AddOtlpExporter(otlp => Configure(otlp, endpoint, "/v1/metrics"));
            return provider.Build();
        });
        builder.Services.AddHostedService<TelemetryStarter>();
    }

    private static void Configure(OtlpExporterOptions otlp, string endpoint, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(endpoint.TrimEnd('/') + path);
    }

    /// <summary>Providers collect only once they are built.</summary>
    private sealed class TelemetryStarter(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush(2000);
            metrics.ForceFlush(2000);
            return Task.CompletedTask;
        }
    }
}
