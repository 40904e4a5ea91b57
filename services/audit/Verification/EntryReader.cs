using System.Runtime.CompilerServices;
using Governance.Audit.Log;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>Streams every row of <c>entries</c> as it stands, in order of the sequence.</summary>
internal static class EntryReader
{
    public static async IAsyncEnumerable<LogEntry> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {EntryColumns.Names} FROM entries ORDER BY sequence", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new LogEntry
            {
                Sequence = reader.GetInt64(0),
                EventId = reader.GetGuid(1),
                OccurredAt = reader.GetFieldValue<DateTimeOffset>(2),
                RecordedAt = reader.GetFieldValue<DateTimeOffset>(3),
                Source = Text(reader, 4) ?? "",
                Action = Text(reader, 5) ?? "",
                ActorType = Text(reader, 6) ?? "",
                ActorId = Text(reader, 7) ?? "",
                OnBehalfOf = Text(reader, 8),
                ObjectType = Text(reader, 9) ?? "",
                ObjectId = Text(reader, 10) ?? "",
                ObjectVersion = reader.IsDBNull(11) ? null : reader.GetInt32(11),
                SubjectPseudonym = Text(reader, 12),
                Purpose = Text(reader, 13),
                Outcome = Text(reader, 14) ?? "",
                Reason = Text(reader, 15),
                CorrelationId = Text(reader, 16),
                Canonical = reader.GetFieldValue<byte[]>(17),
            };
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
