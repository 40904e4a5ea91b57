using System.Security.Cryptography;
using Governance.Audit.Log;
using Npgsql;

namespace Governance.Audit.Payloads;

/// <summary>Decrypts payloads of entries.</summary>
internal sealed class PayloadReader(NpgsqlDataSource database, PayloadVault vault)
{
    /// <returns>By sequence; an entry whose payload is gone has none.</returns>
    /// <exception cref="CryptographicException">A payload or its key was changed.</exception>
    public async Task<Dictionary<long, OpenPayload>> OpenAsync(IReadOnlyCollection<LogEntry> entries, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await RowsAsync(connection, entries, ct);
        var keys = new Dictionary<Guid, AesGcm>();
        try
        {
            await foreach (var key in PayloadKeys.ByIdAsync(connection, rows.Values.Select(r => r.KeyId).ToHashSet(), ct))
                keys[key.Id] = vault.Unwrap(key);
            var opened = new Dictionary<long, OpenPayload>(rows.Count);
            foreach (var entry in entries)
            {
                // Without its key a payload was erased between the two statements, or its key was taken away: it can't be read either way.
                if (rows.TryGetValue(entry.Sequence, out var row) && keys.TryGetValue(row.KeyId, out var key))
                    opened[entry.Sequence] = PayloadVault.Open(key, row.Sealed, entry.EventId);
            }

            return opened;
        }
        finally
        {
            foreach (var key in keys.Values)
                key.Dispose();
        }
    }

    private static async Task<Dictionary<long, (Guid KeyId, byte[] Sealed)>> RowsAsync(NpgsqlConnection connection, IReadOnlyCollection<LogEntry> entries, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT sequence, month, key_id, sealed FROM payloads WHERE sequence = ANY ($1) AND month = ANY ($2)
            """, connection);
        command.Parameters.Add(new() { Value = entries.Select(e => e.Sequence).ToArray() });
        command.Parameters.Add(new() { Value = entries.Select(e => e.Month).Distinct().ToArray() });
        var months = entries.ToDictionary(e => e.Sequence, e => e.Month);
        var rows = new Dictionary<long, (Guid, byte[])>(entries.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var sequence = reader.GetInt64(0);
            if (months[sequence] == reader.GetFieldValue<DateOnly>(1))
                rows[sequence] = (reader.GetGuid(2), reader.GetFieldValue<byte[]>(3));
        }

        return rows;
    }
}
