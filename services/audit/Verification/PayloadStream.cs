using System.Runtime.CompilerServices;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>A row of <c>payloads</c> as it stands, with the key it names, when that is there.</summary>
internal sealed record PayloadWithKey(StoredPayload Row, PayloadKey? Key);

/// <summary>Streams payloads in order of the sequence.</summary>
internal sealed class PayloadStream(NpgsqlConnection rows, NpgsqlConnection keys)
{
    private const int Chunk = 1024;

    public async IAsyncEnumerable<PayloadWithKey> ReadAsync(string where, [EnumeratorCancellation] CancellationToken ct)
    {
        var chunk = new List<StoredPayload>(Chunk);
        await foreach (var row in RowsAsync(where, ct))
        {
            chunk.Add(row);
            if (chunk.Count < Chunk)
                continue;
            foreach (var payload in await WithKeysAsync(chunk, ct))
                yield return payload;
            chunk.Clear();
        }

        foreach (var payload in await WithKeysAsync(chunk, ct))
            yield return payload;
    }

    private async Task<IReadOnlyList<PayloadWithKey>> WithKeysAsync(List<StoredPayload> chunk, CancellationToken ct)
    {
        var found = new Dictionary<Guid, PayloadKey>();
        await foreach (var key in PayloadKeys.ByIdAsync(keys, chunk.Select(p => p.KeyId).ToHashSet(), ct))
            found[key.Id] = key;
        return [.. chunk.Select(p => new PayloadWithKey(p, found.GetValueOrDefault(p.KeyId)))];
    }

    private async IAsyncEnumerable<StoredPayload> RowsAsync(string where, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {Copy.Names(PayloadColumns.All)} FROM payloads {where} ORDER BY sequence, month", rows) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new StoredPayload
            {
                Sequence = reader.GetInt64(0),
                Month = reader.GetFieldValue<DateOnly>(1),
                KeyId = reader.GetGuid(2),
                SubjectPseudonym = reader.Text(3),
                ActingSubject = reader.Text(4),
                OnBehalfOf = reader.Text(5),
                ObjectType = reader.Text(6) ?? "",
                ObjectId = reader.Text(7) ?? "",
                ObjectVersion = reader.IsDBNull(8) ? null : reader.GetInt32(8),
                CorrelationId = reader.Text(9),
                Sealed = reader.GetFieldValue<byte[]>(10),
            };
        }
    }
}
