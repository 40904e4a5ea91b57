using Governance.Consent.Records;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Consent.Decisions.Caching;

/// <summary>
/// Keeps this instance's cache right: looks for changes at every beat and whenever told, drops what they name, and only then tells
/// the others that it lives and what it has seen (docs/decisions/0031).
/// </summary>
internal sealed partial class CacheFeed(
    NpgsqlDataSource database,
    DecisionCache cache,
    CacheLease lease,
    CacheBarrier barrier,
    CacheSignals signals,
    CacheInstance self,
    StartupTasks startup,
    IOptions<DecisionCacheOptions> options,
    ILogger<CacheFeed> logger) : BackgroundService
{
    /// <summary>When so much has changed at once, everything is dropped. More than a chunk of an import.</summary>
    private const int MaxChanges = 50_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (options.Value.Enabled && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(exception.GetType().Name);
                await Task.Delay(options.Value.Beat, stoppingToken);
            }
            finally
            {
                lease.Lose();
                cache.Clear();
            }
        }
    }

    /// <summary>One registration: lasts as long as its connection does and the others believe that it lives.</summary>
    private async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        try
        {
            var mark = lease.Mark();
            // Durable before anything is kept: after a crash of the database the others still know of this instance.
            var seen = (await ScalarAsync(connection, "INSERT INTO cache_instances (id, beat, seen) VALUES ($1, 0, pg_current_snapshot()) RETURNING seen::text", self.NewRegistration(), ct));
            await using (var relaxed = new NpgsqlCommand("SET synchronous_commit = off", connection))
                await relaxed.ExecuteNonQueryAsync(ct);
            cache.Clear();
            lease.Renew(mark);
            while (true)
            {
                await CacheSignals.WaitAsync(signals.Changes, options.Value.Beat, ct);
                mark = lease.Mark();
                var (now, changes) = await ReadAsync(connection, seen, ct);
                Drop(changes);
                if (!await BeatAsync(connection, now, changes.Count > 0, ct))
                    return;
                lease.Renew(mark);
                seen = now;
                barrier.Wake();
            }
        }
        finally
        {
            lease.Lose();
            await ForgetAsync(connection);
        }
    }

    private static async Task<(string Snapshot, List<StreamKey?> Changes)> ReadAsync(NpgsqlConnection connection, string seen, CancellationToken ct)
    {
        // One statement, so one snapshot: what it says it sees is what it read.
        await using var command = new NpgsqlCommand("""
            SELECT pg_current_snapshot()::text, c.id, c.subject, c.purpose_code
            FROM (VALUES (1)) one (n) LEFT JOIN LATERAL (
                SELECT * FROM cache_changes WHERE xid >= pg_snapshot_xmin($1::text::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::text::pg_snapshot) LIMIT $2) c ON true
            """, connection);
        command.Parameters.Add(new() { Value = seen });
        command.Parameters.Add(new() { Value = MaxChanges });
        await command.PrepareAsync(ct);
        var changes = new List<StreamKey?>();
        var snapshot = "";
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            snapshot = row.GetString(0);
            if (!await row.IsDBNullAsync(1, ct))
                changes.Add(await row.IsDBNullAsync(2, ct) ? null : new StreamKey(row.GetString(2), row.GetString(3)));
        }
        return (snapshot, changes);
    }

    private void Drop(List<StreamKey?> changes)
    {
        if (changes.Count >= MaxChanges || changes.Contains(null))
        {
            cache.Clear();
            return;
        }
        foreach (var change in changes)
            cache.Drop(change!.Value);
    }

    /// <summary>False when the others have given this instance up.</summary>
    private async Task<bool> BeatAsync(NpgsqlConnection connection, string seen, bool dropped, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            WITH beat AS (UPDATE cache_instances SET beat = beat + 1, seen = $2::text::pg_snapshot WHERE id = $1 RETURNING id)
            SELECT count(*), CASE WHEN $3 THEN pg_notify('{CacheSignals.Dropped}', '') END FROM beat
            """, connection);
        command.Parameters.Add(new() { Value = self.Id });
        command.Parameters.Add(new() { Value = seen });
        command.Parameters.Add(new() { Value = dropped });
        await command.PrepareAsync(ct);
        return (long)(await command.ExecuteScalarAsync(ct))! == 1;
    }

    private static async Task<string> ScalarAsync(NpgsqlConnection connection, string sql, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = id });
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>So that nobody waits for an instance that has stopped in good order.</summary>
    private async Task ForgetAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("DELETE FROM cache_instances WHERE id = $1", connection) { CommandTimeout = 2 };
            command.Parameters.Add(new() { Value = self.Id });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            LogLost(exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Decisions are read from the database until the cache is registered again: {Error}")]
    private partial void LogLost(string error);
}
