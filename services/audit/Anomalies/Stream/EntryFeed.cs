using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Data;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Audit.Anomalies.Stream;

/// <summary>Reads entries of the log in order, with what the detectors need of the payloads while these are there.</summary>
internal sealed class EntryFeed(PayloadReader payloads, AnomalySettings settings)
{
    /// <summary>Of one object's entries so many are looked through, backwards from its approval, for the plan.</summary>
    private const int PlanDepth = 200;

    private static readonly string[] CountFields = ["count", "rows", "records", "entries"];

    private readonly ActionNames _reads = ActionNames.Reads(settings);
    private readonly ActionNames _exports = ActionNames.Exports(settings);
    private readonly ActionNames _plans = ActionNames.Plans(settings);
    private readonly ActionNames _approvals = ActionNames.Approvals(settings);

    public async Task<IReadOnlyList<WatchedEntry>> ReadAsync(AuditDbContext db, long from, long to, CancellationToken ct)
    {
        var entries = await db.Entries.AsNoTracking().Where(e => e.Sequence >= from && e.Sequence < to).OrderBy(e => e.Sequence).ToListAsync(ct);
        var records = await RecordsAsync([.. entries.Where(e => _reads.Contains(e.Action) || _exports.Contains(e.Action))], ct);
        var plans = await PlansAsync(db, [.. entries.Where(e => _approvals.Contains(e.Action) && e.ActorId is not null)], ct);
        return [.. entries.Select(e => new WatchedEntry
        {
            Sequence = e.Sequence,
            OccurredAt = e.OccurredAt,
            RecordedAt = e.RecordedAt,
            Source = e.Source,
            Action = e.Action,
            Actor = WatchedActor.Of(e.ActorType, e.ActorId),
            Outcome = e.Outcome,
            Reason = e.Reason,
            Records = records.GetValueOrDefault(e.Sequence, 1),
            Planned = plans.GetValueOrDefault(e.Sequence),
        })];
    }

    /// <summary>How many records the events say that they are about.</summary>
    private async Task<Dictionary<long, long>> RecordsAsync(IReadOnlyCollection<LogEntry> entries, CancellationToken ct)
    {
        var records = new Dictionary<long, long>();
        if (entries.Count == 0)
            return records;
        try
        {
            foreach (var (sequence, payload) in await payloads.OpenAsync(entries, ct))
                records[sequence] = Records(payload.Event);
        }
        catch (CryptographicException)
        {
            // A payload was changed. A verification says which; each entry counts as one record here.
        }

        return records;
    }

    internal static long Records(byte[] @event)
    {
        using var json = JsonDocument.Parse(@event);
        foreach (var name in CountFields)
        {
            if (json.RootElement.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var count))
                return Math.Clamp(count, 0, 1_000_000_000_000);
        }

        return 1;
    }

    /// <summary>For each approval the last plan of the same object before it. Looked up in the log each time: nothing that can be erased is remembered.</summary>
    private async Task<Dictionary<long, Planned>> PlansAsync(AuditDbContext db, IReadOnlyCollection<LogEntry> approvals, CancellationToken ct)
    {
        var plans = new Dictionary<long, Planned>();
        if (approvals.Count == 0)
            return plans;
        // Many approvals of one object cost one look backwards.
        var approved = (await ObjectsAsync(db, approvals, ct)).ToLookup(a => a.ObjectId, a => a.Sequence);
        var steps = (await StepsAsync(db, [.. approved.Select(g => (g.Key, g.Max()))], ct)).ToLookup(s => s.ObjectId);
        foreach (var group in approved)
        {
            foreach (var sequence in group)
            {
                if (steps[group.Key].FirstOrDefault(s => s.Sequence < sequence && _plans.Contains(s.Action)) is { ActorId: not null } plan)
                    plans[sequence] = new Planned(WatchedActor.Of(plan.ActorType, plan.ActorId), plan.Sequence);
            }
        }

        return plans;
    }

    private static async Task<List<(long Sequence, string ObjectId)>> ObjectsAsync(AuditDbContext db, IReadOnlyCollection<LogEntry> approvals, CancellationToken ct)
    {
        await using var command = Command(db, """
            SELECT p.sequence, p.object_id FROM unnest($1, $2) AS wanted (sequence, month)
            JOIN payloads p ON p.sequence = wanted.sequence AND p.month = wanted.month ORDER BY p.sequence
            """);
        command.Parameters.Add(new() { Value = approvals.Select(e => e.Sequence).ToArray() });
        command.Parameters.Add(new() { Value = approvals.Select(e => e.Month).ToArray() });
        var objects = new List<(long, string)>(approvals.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            objects.Add((reader.GetInt64(0), reader.GetString(1)));
        return objects;
    }

    /// <summary>What was done with each object before an entry, the latest first.</summary>
    private static async Task<List<Step>> StepsAsync(AuditDbContext db, IReadOnlyCollection<(string ObjectId, long Before)> objects, CancellationToken ct)
    {
        await using var command = Command(db, """
            SELECT wanted.object_id, e.sequence, e.action, e.actor_type, e.actor_id
            FROM unnest($1, $2) AS wanted (object_id, before)
            CROSS JOIN LATERAL (SELECT sequence FROM payloads WHERE object_id = wanted.object_id AND sequence < wanted.before ORDER BY sequence DESC LIMIT $3) p
            JOIN entries e ON e.sequence = p.sequence
            ORDER BY e.sequence DESC
            """);
        command.Parameters.Add(new() { Value = objects.Select(o => o.ObjectId).ToArray() });
        command.Parameters.Add(new() { Value = objects.Select(o => o.Before).ToArray() });
        command.Parameters.Add(new() { Value = PlanDepth });
        var steps = new List<Step>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            steps.Add(new Step(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4)));
        return steps;
    }

    private static NpgsqlCommand Command(AuditDbContext db, string sql) => new(sql, (NpgsqlConnection)db.Database.GetDbConnection());

    private sealed record Step(string ObjectId, long Sequence, string Action, string ActorType, string? ActorId);
}
