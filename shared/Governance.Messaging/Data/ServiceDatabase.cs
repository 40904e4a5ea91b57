using Governance.Messaging.Outbox;
using Governance.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Messaging;

public static class ServiceDatabase
{
    /// <summary>The service's own database (<c>ConnectionStrings:Database</c>): context, data source, migration at start-up, readiness check.</summary>
    public static WebApplicationBuilder AddServiceDatabase<TDbContext>(this WebApplicationBuilder builder)
        where TDbContext : DbContext
    {
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.TryAddSingleton<OutboxInterceptor>();
        builder.Services.TryAddSingleton(sp =>
        {
            var connection = sp.GetRequiredService<IConfiguration>().GetConnectionString("Database")
                ?? throw new OptionsValidationException("ConnectionStrings", typeof(string), ["ConnectionStrings:Database is required."]);
            return new NpgsqlDataSourceBuilder(connection).Build();
        });
        // The options are the same for every request: made once.
        builder.Services.AddDbContext<TDbContext>(
            (sp, options) => options
                .UseNpgsql(sp.GetRequiredService<NpgsqlDataSource>())
                .AddInterceptors(sp.GetRequiredService<OutboxInterceptor>())
                .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)),
            optionsLifetime: ServiceLifetime.Singleton);
        builder.Services.AddSingleton<IStartupTask, MigrateDatabase<TDbContext>>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [HealthEndpoints.ReadyTag]);
        return builder;
    }
}

internal sealed class MigrateDatabase<TDbContext>(IServiceScopeFactory scopes) : IStartupTask
    where TDbContext : DbContext
{
    public int Order => 0;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TDbContext>().Database.MigrateAsync(ct);
    }
}

internal sealed class DatabaseHealthCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            command.CommandTimeout = 3;
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
