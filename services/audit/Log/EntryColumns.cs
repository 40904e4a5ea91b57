using NpgsqlTypes;

namespace Governance.Audit.Log;

/// <summary>The columns of <c>entries</c> in the order they are written. Verification compares each with the entry's bytes.</summary>
internal sealed record EntryColumn(string Name, NpgsqlDbType Type, Func<LogEntry, object?> Value);

internal static class EntryColumns
{
    public static readonly IReadOnlyList<EntryColumn> All =
    [
        new("sequence", NpgsqlDbType.Bigint, e => e.Sequence),
        new("event_id", NpgsqlDbType.Uuid, e => e.EventId),
        new("occurred_at", NpgsqlDbType.TimestampTz, e => e.OccurredAt),
        new("recorded_at", NpgsqlDbType.TimestampTz, e => e.RecordedAt),
        new("source", NpgsqlDbType.Text, e => e.Source),
        new("action", NpgsqlDbType.Text, e => e.Action),
        new("actor_type", NpgsqlDbType.Text, e => e.ActorType),
        new("actor_id", NpgsqlDbType.Text, e => e.ActorId),
        new("on_behalf_of", NpgsqlDbType.Text, e => e.OnBehalfOf),
        new("object_type", NpgsqlDbType.Text, e => e.ObjectType),
        new("object_id", NpgsqlDbType.Text, e => e.ObjectId),
        new("object_version", NpgsqlDbType.Integer, e => e.ObjectVersion),
        new("subject_pseudonym", NpgsqlDbType.Text, e => e.SubjectPseudonym),
        new("purpose", NpgsqlDbType.Text, e => e.Purpose),
        new("outcome", NpgsqlDbType.Text, e => e.Outcome),
        new("reason", NpgsqlDbType.Text, e => e.Reason),
        new("correlation_id", NpgsqlDbType.Text, e => e.CorrelationId),
        new("canonical", NpgsqlDbType.Bytea, e => e.Canonical),
    ];

    public static readonly string Names = string.Join(", ", All.Select(c => c.Name));
}
