using Npgsql;

namespace Governance.Audit.Tiles;

/// <summary>Reads what the leaves commit to.</summary>
internal sealed class LeafDataReader(NpgsqlDataSource database)
{
    /// <returns>In order, without those that are missing.</returns>
    public async Task<List<byte[]>> ReadAsync(long from, int count, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT canonical FROM entries WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence");
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = from + count });
        var leaves = new List<byte[]>(count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            leaves.Add(reader.GetFieldValue<byte[]>(0));
        return leaves;
    }
}
