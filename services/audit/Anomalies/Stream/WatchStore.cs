using System.Text.Json;
using Governance.Audit.Anomalies.Detectors;
using Governance.Audit.Data;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>Keeps what the watcher remembers beside its position in the log, so that both change together.</summary>
internal static class WatchStore
{
    /// <summary>Takes the only row: whoever has it is the only watcher of all instances.</summary>
    public static Task<WatchPosition> LockAsync(AuditDbContext db, CancellationToken ct) =>
        db.Set<WatchPosition>().FromSql($"SELECT * FROM anomaly_watch WHERE id = 1 FOR UPDATE").AsNoTracking().SingleAsync(ct);

    public static async Task<WatchState> LoadAsync(AuditDbContext db, WatchPosition position, CancellationToken ct)
    {
        var state = new WatchState
        {
            Next = position.NextSequence,
            Watermark = position.Watermark,
            RecordedAt = position.RecordedAt,
            SilenceLookedAt = position.SilenceLookedAt,
        };
        await foreach (var c in db.Set<StoredCount>().AsNoTracking().OrderBy(c => c.Start).AsAsyncEnumerable().WithCancellation(ct))
            state.History.Load(new Series(c.Series, new WatchedActor(c.ActorType, c.ActorId)), new Bucket(c.Start) { Entries = c.Entries, Amount = c.Amount, Sequences = c.Sequences });
        await foreach (var a in db.Set<StoredApproval>().AsNoTracking().OrderBy(a => a.Sequence).AsAsyncEnumerable().WithCancellation(ct))
            state.Approvals.Add(new Approval(a.Sequence, a.PlannedSequence, new WatchedActor(a.PlannerType, a.PlannerId), new WatchedActor(a.ApproverType, a.ApproverId), a.At));
        state.StoredApprovals = state.Approvals.Count;
        return state;
    }

    /// <summary>Inside the caller's transaction.</summary>
    public static async Task SaveAsync(AuditDbContext db, WatchState state, CancellationToken ct)
    {
        await SaveCountsAsync(db, state.History.TakeChanged(), ct);
        db.AddRange(state.Approvals.Skip(state.StoredApprovals).Select(a => new StoredApproval
        {
            Sequence = a.Sequence,
            PlannedSequence = a.PlannedSequence,
            PlannerType = a.Planner.Type,
            PlannerId = a.Planner.Id,
            ApproverType = a.Approver.Type,
            ApproverId = a.Approver.Id,
            At = a.At,
        }));
        await db.SaveChangesAsync(ct);
        state.StoredApprovals = state.Approvals.Count;
        await db.Database.ExecuteSqlAsync($"""
            UPDATE anomaly_watch SET next_sequence = {state.Next}, watermark = {state.Watermark}, recorded_at = {state.RecordedAt}, silence_looked_at = {state.SilenceLookedAt}
            WHERE id = 1
            """, ct);
    }

    /// <summary>What no detector looks back to any more.</summary>
    public static async Task ForgetAsync(AuditDbContext db, WatchState state, AnomalySettings settings, CancellationToken ct)
    {
        var counts = state.Watermark.AddDays(-settings.LookbackDays - 2);
        var approvals = state.Watermark.AddDays(-settings.Approvals.LookbackDays - 2);
        await db.Set<StoredCount>().Where(c => c.Start < counts).ExecuteDeleteAsync(ct);
        await db.Set<StoredApproval>().Where(a => a.At < approvals).ExecuteDeleteAsync(ct);
        state.History.Forget(counts);
        state.Approvals.RemoveAll(a => a.At < approvals);
        state.StoredApprovals = state.Approvals.Count;
    }

    private static async Task SaveCountsAsync(AuditDbContext db, IReadOnlyList<(Series Series, Bucket Bucket)> changed, CancellationToken ct)
    {
        if (changed.Count == 0)
            return;
        var rows = JsonSerializer.Serialize(changed.Select(c => new StoredCount
        {
            Series = c.Series.Name,
            ActorType = c.Series.Actor.Type,
            ActorId = c.Series.Actor.Id,
            Start = c.Bucket.Start,
            Entries = c.Bucket.Entries,
            Amount = c.Bucket.Amount,
            Sequences = c.Bucket.Sequences,
        }), MessageJson.Options);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO anomaly_counts (series, actor_type, actor_id, start, entries, amount, sequences)
            SELECT series, "actorType", "actorId", start, entries, amount, sequences
            FROM jsonb_to_recordset({rows}::jsonb) AS row (series text, "actorType" text, "actorId" text, start timestamptz, entries bigint, amount bigint, sequences bigint[])
            ON CONFLICT (series, actor_type, actor_id, start) DO UPDATE SET entries = excluded.entries, amount = excluded.amount, sequences = excluded.sequences
            """, ct);
    }
}
