using System.Runtime.CompilerServices;
using Governance.Audit.Log;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>Streams rows of <c>entries</c> as they stand, in order of the sequence.</summary>
internal static class EntryReader
{
    public static async IAsyncEnumerable<LogEntry> ReadAsync(NpgsqlConnection connection, string where, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {Copy.Names(EntryColumns.All)} FROM entries {where} ORDER BY sequence", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new LogEntry
            {
                Sequence = reader.GetInt64(0),
                EventId = reader.GetGuid(1),
                OccurredAt = reader.GetFieldValue<DateTimeOffset>(2),
                RecordedAt = reader.GetFieldValue<DateTimeOffset>(3),
                Source = reader.Text(4) ?? "",
                Action = reader.Text(5) ?? "",
                ActorType = reader.Text(6) ?? "",
                ActorId = reader.Text(7),
                Purpose = reader.Text(8),
                Outcome = reader.Text(9) ?? "",
                Reason = reader.Text(10),
                Month = reader.GetFieldValue<DateOnly>(11),
                Canonical = reader.GetFieldValue<byte[]>(12),
            };
        }
    }

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
