using System.Security.Cryptography;

namespace Governance.Audit.Tests.Merkle;

/// <summary>The recursive definitions of RFC 9162, written down as they stand there and nothing else.</summary>
internal static class NaiveTree
{
    public static byte[] Root(ReadOnlySpan<byte[]> data)
    {
        if (data.Length == 0)
            return SHA256.HashData([]);
        if (data.Length == 1)
            return SHA256.HashData([0, .. data[0]]);
        var k = Split(data.Length);
        return SHA256.HashData([1, .. Root(data[..k]), .. Root(data[k..])]);
    }

    public static List<byte[]> Inclusion(int index, ReadOnlySpan<byte[]> data)
    {
        if (data.Length == 1)
            return [];
        var k = Split(data.Length);
        return index < k
            ? [.. Inclusion(index, data[..k]), Root(data[k..])]
            : [.. Inclusion(index - k, data[k..]), Root(data[..k])];
    }

    public static List<byte[]> Consistency(int first, ReadOnlySpan<byte[]> data) => Subproof(first, data, true);

    private static List<byte[]> Subproof(int m, ReadOnlySpan<byte[]> data, bool whole)
    {
        if (m == data.Length)
            return whole ? [] : [Root(data)];
        var k = Split(data.Length);
        return m <= k
            ? [.. Subproof(m, data[..k], whole), Root(data[k..])]
            : [.. Subproof(m - k, data[k..], false), Root(data[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
