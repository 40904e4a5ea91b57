namespace Governance.Verify;

/// <summary>Compares the tiles above the leaves with what the leaves say they have to be.</summary>
internal sealed class UpperLevels(LogSource source)
{
    private readonly List<List<byte[]>> _open = [];
    private readonly List<long> _index = [];

    public async Task AddAsync(int level, long index, List<byte[]> hashes, CancellationToken ct)
    {
        if (hashes.Count < 256)
            return;
        if (_open.Count <= level)
        {
            _open.Add([]);
            _index.Add(0);
        }

        var root = new Accumulator();
        hashes.ForEach(root.Add);
        _open[level].Add(root.Root());
        if (_open[level].Count < 256)
            return;
        var full = _open[level];
        await CompareAsync(level + 1, _index[level], full, ct);
        _open[level] = [];
        _index[level]++;
        await AddAsync(level + 1, index / 256, full, ct);
    }

    public async Task FinishAsync(long size, CancellationToken ct)
    {
        for (var level = 0; level < _open.Count; level++)
        {
            if (_open[level].Count > 0)
                await CompareAsync(level + 1, _index[level], _open[level], ct);
        }
    }

    private async Task CompareAsync(int level, long index, List<byte[]> expected, CancellationToken ct)
    {
        var stored = await source.TileAsync(level, index, expected.Count, ct);
        if (!stored.AsSpan().SequenceEqual(expected.SelectMany(h => h).ToArray()))
            throw new Refusal(ExitCode.NotVerified, $"The hashes of level {level} from tile {index} are not those of the entries below them.");
    }
}
