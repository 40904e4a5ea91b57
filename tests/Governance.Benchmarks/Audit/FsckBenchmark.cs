using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Governance.Audit.Merkle;
using Governance.Audit.Tiles;
using Governance.Notes;

namespace Governance.Benchmarks.Audit;

/// <summary>
/// <c>governance-verify fsck</c> over the files of a whole log (<c>BENCH_AUDIT_LEAVES</c> entries of 350 bytes), as the auditor runs it, against SHA-256 of the same entries and nothing else.
/// </summary>
internal static class FsckBenchmark
{
    private const string Origin = "bench.example/log";
    private const int EntrySize = 350;

    public static async Task RunAsync()
    {
        var size = AuditBench.Setting("BENCH_AUDIT_LEAVES", 1_000_000);
        var folder = Directory.CreateTempSubdirectory("governance-bench-");
        try
        {
            var (key, hashing) = Write(folder.FullName, size);
            var empty = await FsckAsync(Path.Combine(folder.FullName, "nowhere"), key, expected: 6);
            var whole = await FsckAsync(folder.FullName, key, expected: 0);
            var seconds = (whole - empty).TotalSeconds;
            Console.WriteLine($"{size,9} entries: fsck {size / seconds,8:F0}/s ({whole.TotalSeconds:F1} s with {empty.TotalSeconds:F1} s to start), SHA-256 of the entries alone {size / hashing.TotalSeconds,8:F0}/s, ratio {hashing.TotalSeconds / seconds:F2}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Key, TimeSpan Hashing) Write(string folder, int size)
    {
        var tree = new GrowingTree();
        TimeSpan hashing = default;
        var entries = new byte[TileId.Width][];
        for (var from = 0; from < size; from += TileId.Width)
        {
            var width = Math.Min(TileId.Width, size - from);
            for (var i = 0; i < width; i++)
                entries[i] = RandomNumberGenerator.GetBytes(EntrySize);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < width; i++)
                SHA256.HashData(entries[i]);
            hashing += clock.Elapsed;
            for (var i = 0; i < width; i++)
                tree.Append(MerkleHash.Leaf(entries[i]));
            Save(folder, "entries", new TilePath(from / TileId.Width, width), [.. entries.Take(width).SelectMany(WithLength)]);
            foreach (var (id, hashes) in tree.TakeChanged().Where(t => t.Id.WidthAt(size) == t.Hashes.Length / MerkleHash.Length))
                Save(folder, id.Level.ToString(CultureInfo.InvariantCulture), new TilePath(id.Index, id.WidthAt(size)), hashes);
        }

        using var signer = new NoteSigner(Origin, SignatureType.Ed25519, RandomNumberGenerator.GetBytes(32));
        var note = new SignedNote(new Checkpoint(Origin, size, tree.Root()).ToText(), []);
        File.WriteAllBytes(Path.Combine(folder, "checkpoint"), note.With([signer.Sign(note.TextBytes, DateTimeOffset.UnixEpoch)]).ToBytes());
        return (signer.Key.ToString(), hashing);
    }

    private static byte[] WithLength(byte[] entry)
    {
        var framed = new byte[entry.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)entry.Length);
        entry.CopyTo(framed, 2);
        return framed;
    }

    private static void Save(string folder, string level, TilePath tile, byte[] content)
    {
        var path = Path.Combine(folder, "tile", level, tile.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static async Task<TimeSpan> FsckAsync(string folder, string key, int expected)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "governance-verify.dll"), "fsck", "--log", folder, "--entries", "--key", key]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == expected ? clock.Elapsed : throw new InvalidOperationException($"governance-verify ended with {process.ExitCode}: {output}");
    }
}
