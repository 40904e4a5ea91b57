using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Governance.Audit.Tests.Merkle;

/// <summary>The recursive definitions of RFC 9162, written down as they stand there. A root that was computed once is remembered; nothing else is shared with the service.</summary>
internal sealed class NaiveTree(IReadOnlyList<byte[]> data)
{
    private readonly ConcurrentDictionary<(int From, int To), byte[]> _roots = new();

    public byte[] Root(int size) => Root(0, size);

    public List<byte[]> Inclusion(int index, int size) => Path(index, 0, size);

    public List<byte[]> Consistency(int first, int second) => Subproof(first, 0, second, true);

    private byte[] Root(int from, int to)
    {
        if (_roots.TryGetValue((from, to), out var known))
            return known;
        var k = Split(to - from);
        return _roots[(from, to)] = (to - from) switch
        {
            0 => SHA256.HashData([]),
            1 => SHA256.HashData([0, .. data[from]]),
            _ => SHA256.HashData([1, .. Root(from, from + k), .. Root(from + k, to)]),
        };
    }

    private List<byte[]> Path(int index, int from, int to)
    {
        if (to - from == 1)
            return [];
        var k = from + Split(to - from);
        return index < k ? With(Path(index, from, k), Root(k, to)) : With(Path(index, k, to), Root(from, k));
    }

    private List<byte[]> Subproof(int m, int from, int to, bool whole)
    {
        if (m == to)
            return whole ? [] : [Root(from, to)];
        var k = from + Split(to - from);
        return m <= k ? With(Subproof(m, from, k, whole), Root(k, to)) : With(Subproof(m, k, to, false), Root(from, k));
    }

    private static List<byte[]> With(List<byte[]> path, byte[] last)
    {
        path.Add(last);
        return path;
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
