using Governance.Audit.Anomalies.Detectors;
using Governance.Audit.Anomalies.Settings;
using Governance.Audit.Data;
using Governance.Audit.Payloads;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>
/// Reads the log behind the writer, from a stored position. What is remembered, the anomalies, their events and the position are
/// one transaction: after a crash the same entries are read again and nothing is found twice.
/// </summary>
internal sealed class StreamWatcher(
    IServiceScopeFactory scopes, PayloadReader payloads, MessageOutbox outbox, EventHeaders headers, FaultPoints faults, IOptions<AnomalyOptions> options, TimeProvider clock)
{
    private WatchState? _state;
    private DateOnly _forgotten;
    private DateTimeOffset? _idleSince;

    /// <summary>Reads the next entries.</summary>
    /// <returns>How many places of the log were read.</returns>
    public async Task<long> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await ReadInTransactionAsync(ct);
        }
        catch
        {
            // What is in memory may be ahead of what is stored.
            _state = null;
            throw;
        }
    }

    private async Task<long> ReadInTransactionAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuditDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var position = await WatchStore.LockAsync(db, ct);
        var next = position.NextSequence;
        if (_state is null || _state.Next != next || _state.Watermark != position.Watermark)
            _state = await WatchStore.LoadAsync(db, position, ct);
        var state = _state;
        var size = await db.Heads.Select(h => h.Size).SingleOrDefaultAsync(ct);
        var now = clock.GetUtcNow();
        if (size == next)
            return await RestAsync(db, transaction, state, now, ct);

        _idleSince = null;
        var settings = await CurrentSettings.ReadAsync(db, options.Value, ct);
        var engine = new AnomalyEngine(settings, state, await KnownAsync(db, state, settings, ct));
        var end = Math.Min(size, next + options.Value.BatchSize);
        var entries = await new EntryFeed(payloads, settings).ReadAsync(db, next, end, ct);
        var found = engine.Look(entries, size, now);
        await SaveAsync(db, [.. found, .. engine.ReadUpTo(end, now)], now, ct);
        await WatchStore.SaveAsync(db, state, ct);
        await ForgetAsync(db, state, settings, ct);
        faults.Hit("audit.anomalies.before-commit");
        await transaction.CommitAsync(ct);
        faults.Hit("audit.anomalies.after-commit");
        return Math.Max(end - next, 0);
    }

    /// <summary>Everything was read. When nothing has come for a while, nothing happened: silence is then measured by the clock.</summary>
    private async Task<long> RestAsync(AuditDbContext db, IDbContextTransaction transaction, WatchState state, DateTimeOffset now, CancellationToken ct)
    {
        _idleSince ??= now;
        var quiet = TimeSpan.FromMinutes(options.Value.QuietMinutes);
        if (now - _idleSince < quiet || now - quiet <= state.Watermark.AddMinutes(10))
            return 0;
        var settings = await CurrentSettings.ReadAsync(db, options.Value, ct);
        var engine = new AnomalyEngine(settings, state, await KnownAsync(db, state, settings, ct));
        await SaveAsync(db, engine.NothingUntil(now - quiet), now, ct);
        await WatchStore.SaveAsync(db, state, ct);
        await transaction.CommitAsync(ct);
        return 0;
    }

    private static async Task<Known> KnownAsync(AuditDbContext db, WatchState state, AnomalySettings settings, CancellationToken ct)
    {
        var since = DateOnly.FromDateTime(state.Watermark.AddDays(-Math.Min(settings.LookbackDays + 2, (state.Watermark - DateTimeOffset.UnixEpoch).TotalDays)).UtcDateTime);
        var rows = await db.Anomalies.AsNoTracking().Where(a => a.Window >= since)
            .Select(a => new { a.Detector, a.ActorType, a.ActorId, a.CounterpartId, a.Window, a.State }).ToListAsync(ct);
        var keys = rows.ToLookup(r => r.State == AnomalyState.Dismissed, r => new AnomalyKey(r.Detector, new WatchedActor(r.ActorType, r.ActorId), r.CounterpartId, r.Window));
        return new Known([.. keys[false]], [.. keys[true]]);
    }

    private async Task SaveAsync(AuditDbContext db, IReadOnlyList<Detection> found, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var detections in found.GroupBy(d => d.Key))
        {
            var key = detections.Key;
            var anomaly = await db.Anomalies.SingleOrDefaultAsync(
                a => a.Detector == key.Detector && a.ActorType == key.Actor.Type && a.ActorId == key.Actor.Id && a.CounterpartId == key.Counterpart && a.Window == key.Window, ct);
            var isNew = anomaly is null;
            anomaly ??= Anomaly.New(key, now);
            anomaly.Add([.. detections], isNew);
            if (!isNew)
                continue;
            db.Add(anomaly);
            var counterpart = key.Counterpart.Length > 0 ? key.Counterpart : null;
            outbox.Add(db, new AnomalyDetected(
                headers.New(null, "anomaly", anomaly.Id), anomaly.Id, key.Detector, key.Actor.Type, key.Actor.Id, counterpart, anomaly.WindowFrom, anomaly.WindowTo, anomaly.Score));
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task ForgetAsync(AuditDbContext db, WatchState state, AnomalySettings settings, CancellationToken ct)
    {
        var day = DateOnly.FromDateTime(state.Watermark.UtcDateTime);
        if (day == _forgotten || state.Watermark < DateTimeOffset.UnixEpoch.AddYears(1))
            return;
        await WatchStore.ForgetAsync(db, state, settings, ct);
        _forgotten = day;
    }
}
