using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>The columns of <c>entries</c>. Verification compares each with the envelope's bytes.</summary>
internal static class EntryColumns
{
    public static readonly IReadOnlyList<Column<LogEntry>> All =
    [
        new("sequence", NpgsqlDbType.Bigint, e => e.Sequence),
        new("event_id", NpgsqlDbType.Uuid, e => e.EventId),
        new("occurred_at", NpgsqlDbType.TimestampTz, e => e.OccurredAt),
        new("recorded_at", NpgsqlDbType.TimestampTz, e => e.RecordedAt),
        new("source", NpgsqlDbType.Text, e => e.Source),
        new("action", NpgsqlDbType.Text, e => e.Action),
        new("actor_type", NpgsqlDbType.Text, e => e.ActorType),
        new("actor_id", NpgsqlDbType.Text, e => e.ActorId),
        new("purpose", NpgsqlDbType.Text, e => e.Purpose),
        new("outcome", NpgsqlDbType.Text, e => e.Outcome),
        new("reason", NpgsqlDbType.Text, e => e.Reason),
        new("month", NpgsqlDbType.Date, e => e.Month),
        new("canonical", NpgsqlDbType.Bytea, e => e.Canonical),
    ];
}
