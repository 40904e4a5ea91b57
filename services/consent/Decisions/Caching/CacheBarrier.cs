using System.Collections.Concurrent;
using Governance.ServiceDefaults.Health;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Governance.Consent.Decisions.Caching;

/// <summary>
/// Waits until no instance can answer from before a change: each has said that it saw the change's transaction, or has given no
/// sign of life for so long that its lease has certainly run out. One look at the table serves all who wait.
/// </summary>
internal sealed partial class CacheBarrier(
    NpgsqlDataSource database, CacheInstance self, CacheSignals signals, StartupTasks startup, IOptions<DecisionCacheOptions> options, TimeProvider clock, ILogger<CacheBarrier> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromSeconds(5);
    private readonly ConcurrentQueue<Waiter> _arriving = new();
    private readonly List<Waiter> _waiting = [];
    private readonly Dictionary<Guid, (long Beat, long Since)> _lives = [];
    private long? _pruned;

    /// <param name="transactions">Committed. What they changed has been dropped from this instance's own cache already.</param>
    public Task PassAsync(IReadOnlyList<ulong> transactions, CancellationToken ct)
    {
        var waiter = new Waiter(transactions);
        _arriving.Enqueue(waiter);
        Wake();
        return waiter.Passed.Task.WaitAsync(ct);
    }

    public void Wake() => signals.Raise(CacheSignals.Dropped);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSeen(exception.GetType().Name);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    /// <summary>On a connection of its own: when all others are taken, those who hold them may be waiting here.</summary>
    private async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        while (true)
        {
            await CacheSignals.WaitAsync(signals.Drops, _waiting.Count > 0 ? Poll : options.Value.Beat, ct);
            await LookAsync(connection, ct);
        }
    }

    private async Task LookAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Only those who came before the look may rely on it.
        var arrived = _waiting.Count;
        while (_arriving.TryDequeue(out var waiter))
            _waiting.Add(waiter);
        var others = await OthersAsync(connection, ct);
        foreach (var lapsed in others.Where(o => clock.GetElapsedTime(_lives[o.Id].Since) > options.Value.Lapse).ToList())
        {
            // If it has come back just now, the next look sees that.
            if (await GiveUpAsync(connection, lapsed, ct))
                others.Remove(lapsed);
        }
        await PruneAsync(connection, ct);
        var isNew = _waiting.Count > arrived;
        _waiting.RemoveAll(waiter => others.TrueForAll(o => waiter.IsSeenBy(o.Seen)) && waiter.Passed.TrySetResult());
        if (isNew && _waiting.Count > 0)
            await TellAsync(connection, ct);
    }

    private async Task<List<Instance>> OthersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var others = new List<Instance>();
        await using (var command = new NpgsqlCommand("SELECT id, beat, seen::text FROM cache_instances", connection))
        {
            await command.PrepareAsync(ct);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (row.GetGuid(0) != self.Id)
                    others.Add(new(row.GetGuid(0), row.GetInt64(1), PgSnapshot.Parse(row.GetString(2))));
            }
        }
        foreach (var gone in _lives.Keys.Except(others.Select(o => o.Id)).ToList())
            _lives.Remove(gone);
        foreach (var other in others)
        {
            if (!_lives.TryGetValue(other.Id, out var life) || life.Beat != other.Beat)
                _lives[other.Id] = (other.Beat, clock.GetTimestamp());
        }
        return others;
    }

    /// <summary>The instance finds itself unregistered when it comes back, and begins anew with an empty cache.</summary>
    private async Task<bool> GiveUpAsync(NpgsqlConnection connection, Instance lapsed, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM cache_instances WHERE id = $1 AND beat = $2", connection);
        command.Parameters.Add(new() { Value = lapsed.Id });
        command.Parameters.Add(new() { Value = lapsed.Beat });
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return false;
        LogGivenUp(lapsed.Id);
        return true;
    }

    /// <summary>Removes changes that every instance has seen.</summary>
    private async Task PruneAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_pruned is { } last && clock.GetElapsedTime(last) < PruneEvery)
            return;
        _pruned = clock.GetTimestamp();
        await using var command = new NpgsqlCommand("""
            DELETE FROM cache_changes
            WHERE xid < COALESCE((SELECT pg_snapshot_xmin(seen) FROM cache_instances ORDER BY 1 LIMIT 1), pg_snapshot_xmin(pg_current_snapshot()))
            """, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task TellAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Not part of the writing transactions: commits that notify queue up behind each other. What nobody was told is found at the next beat.
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{CacheSignals.Changed}', '')", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The instances' leases can't be read at the moment: {Error}")]
    private partial void LogNotSeen(string error);

    [LoggerMessage(LogLevel.Warning, "Instance {Instance} gave no sign of life for longer than its lease and is not waited for any more")]
    private partial void LogGivenUp(Guid instance);

    private sealed record Instance(Guid Id, long Beat, PgSnapshot Seen);

    private sealed class Waiter(IReadOnlyList<ulong> transactions)
    {
        public TaskCompletionSource Passed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsSeenBy(PgSnapshot snapshot) => transactions.All(snapshot.Sees);
    }
}
