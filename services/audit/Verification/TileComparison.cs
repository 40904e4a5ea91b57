using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>Compares stored tiles with computed ones.</summary>
internal sealed class TileComparison(NpgsqlConnection connection)
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    /// <param name="computed">As far as computed: in the middle of the log, a tile of a higher level may still be narrower than the stored one.</param>
    /// <param name="size">Entries of the whole log.</param>
    public async Task CompareAsync(IReadOnlyList<(TileId Id, byte[] Hashes)> computed, long size, CancellationToken ct)
    {
        var stored = await TileReader.ReadAsync(connection, [.. computed.Select(t => t.Id)], ct);
        foreach (var (id, hashes) in computed.OrderBy(t => t.Id.Level).ThenBy(t => t.Id.Index))
        {
            if (!stored.TryGetValue(id, out var found))
                Add(FindingKind.TileMissing, id);
            else if (found.Length != id.WidthAt(size) * MerkleHash.Length || !found.AsSpan().StartsWith(hashes))
                Add(FindingKind.TileDiffers, id);
        }
    }

    /// <summary>Tiles that no entry stands below.</summary>
    public async Task CompareCountAsync(long size, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT level, index FROM tiles ORDER BY level, index", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var id = new TileId(reader.GetInt32(0), reader.GetInt64(1));
            if (id.Level is < 0 or > 7 || id.Index < 0 || id.WidthAt(size) == 0)
                Add(FindingKind.TileInserted, id);
        }
    }

    private void Add(FindingKind kind, TileId id) =>
        _findings.Add(new Finding(kind, id.Index << (TileId.Height * (id.Level + 1)), $"level {id.Level}, index {id.Index}"));
}
