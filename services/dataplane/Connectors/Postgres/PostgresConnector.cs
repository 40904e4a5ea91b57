using Governance.DataPlane.Classifying;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Governance.DataPlane.Connectors.Postgres;

/// <summary>PostgreSQL 13 and later.</summary>
internal sealed class PostgresConnector(StoreLimits limits, Classifier classifier) : IStoreConnector
{
    private const int OldestVersion = 130000;

    public string Kind => "postgresql";

    public Task<IStoreSession> OpenAsync(string secret, CancellationToken ct) =>
        PostgresErrors.GuardAsync<IStoreSession>(async () => await ConnectAsync(secret, ct), ct);

    private async Task<PostgresSession> ConnectAsync(string secret, CancellationToken ct)
    {
        var source = Source(secret);
        var connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(ct);
            if (connection.PostgreSqlVersion.Major * 10000 < OldestVersion)
            {
                throw new StoreException(StoreCodes.UnsupportedVersion);
            }

            await SettleAsync(connection, ct);
            return new PostgresSession(source, connection, limits, classifier);
        }
        catch
        {
            await connection.DisposeAsync();
            await source.DisposeAsync();
            throw;
        }
    }

    private NpgsqlDataSource Source(string secret)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(secret);
            var settings = builder.ConnectionStringBuilder;
            settings.ApplicationName = "governance-dataplane";
            settings.Pooling = false;
            settings.Multiplexing = false;
            settings.Timeout = limits.ConnectSeconds;
            settings.CommandTimeout = 0;
            settings.CancellationTimeout = 5000;
            settings.KeepAlive = 15;
            settings.IncludeErrorDetail = false;
            settings.IncludeFailedBatchedCommand = false;
            settings.PersistSecurityInfo = false;

            // Statements and the store's error texts stay out of logs and traces: errors can quote values.
            builder.UseLoggerFactory(NullLoggerFactory.Instance).EnableParameterLogging(false);
            builder.ConfigureTracing(tracing => tracing
                .ConfigureCommandFilter(_ => false)
                .ConfigureBatchFilter(_ => false)
                .ConfigureCopyOperationFilter(_ => false)
                .EnablePhysicalOpenTracing(false));
            return builder.Build();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw new StoreException(StoreCodes.SecretInvalid);
        }
    }

    /// <summary>Time-outs, a neutral text form of values, and row security as an error instead of silently missing rows.</summary>
    private async Task SettleAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (name, value) in new[]
        {
            ("lock_timeout", $"{limits.LockSeconds}s"),
            ("statement_timeout", $"{limits.CatalogSeconds}s"),
            ("idle_in_transaction_session_timeout", $"{limits.IdleInTransactionSeconds}s"),
            ("row_security", "off"),
            ("datestyle", "ISO, MDY"),
            ("intervalstyle", "iso_8601"),
            ("bytea_output", "hex"),
            ("extra_float_digits", "1"),
            ("timezone", "UTC"),
        })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config($1, $2, false)") { Parameters = { new() { Value = name }, new() { Value = value } } });
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}
