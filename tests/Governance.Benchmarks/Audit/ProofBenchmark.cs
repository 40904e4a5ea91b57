using System.Diagnostics;
using Governance.Audit.Merkle;
using Governance.Audit.Proofs;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Benchmarks.Audit;

/// <summary>Reading and hashing an inclusion proof in a tree of ten million leaves (<c>BENCH_AUDIT_LEAVES</c>) against reading an entry by its primary key.</summary>
internal static class ProofBenchmark
{
    private const int Reads = 3000;
    private const int WarmUp = 300;

    public static async Task RunAsync()
    {
        var leaves = AuditBench.Setting("BENCH_AUDIT_LEAVES", 10_000_000);
        await using var bench = await AuditBench.CreateAsync();
        await FillAsync(bench, leaves);
        var reader = new LogReader(bench.Source);
        List<double> proofs = [], reads = [];
        // Not for secrets: the places only have to be spread.
#pragma warning disable CA5394
        var random = new Random(17);
        for (var i = 0; i < Reads + WarmUp; i++)
        {
            var index = random.NextInt64(leaves);
            var clock = Stopwatch.StartNew();
            _ = await reader.HashAsync(ProofShape.Inclusion(index, leaves), CancellationToken.None) ?? throw new InvalidOperationException("A tile is missing.");
            var proved = clock.Elapsed.TotalMicroseconds;
            clock.Restart();
            await ReadAsync(bench, random.NextInt64(leaves));
            if (i < WarmUp)
                continue;
            proofs.Add(proved);
            reads.Add(clock.Elapsed.TotalMicroseconds);
        }
#pragma warning restore CA5394
        foreach (var (name, share) in (ReadOnlySpan<(string, double)>)[("p50", 0.5), ("p99", 0.99)])
        {
            var (proof, read) = (Suite.Percentile(proofs, share), Suite.Percentile(reads, share));
            Console.WriteLine($"{leaves,9} leaves, {name}: proof {proof,6:F0} us, read by primary key {read,6:F0} us, ratio {proof / read:F2}{(name == "p99" ? " (aim 3.00)" : "")}");
        }
    }

    private static async Task ReadAsync(AuditBench bench, long sequence)
    {
        await using var connection = await bench.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT * FROM entries WHERE sequence = $1", connection);
        command.Parameters.Add(new() { Value = sequence });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        _ = reader.GetFieldValue<byte[]>(reader.GetOrdinal("canonical"));
    }

    private static async Task FillAsync(AuditBench bench, int leaves)
    {
        await bench.ExecuteAsync($"""
            INSERT INTO entries (sequence, event_id, occurred_at, recorded_at, source, action, actor_type, actor_id, outcome, month, canonical)
            SELECT i, gen_random_uuid(), now(), now(), 'dsar', 'PlanApproved', 'user', 'user-1', 'success', '2031-05-01', convert_to(repeat(md5(i::text), 11), 'UTF8') FROM generate_series(0, {leaves - 1}) AS i
            """);
        var tree = new GrowingTree();
        for (var i = 0; i < leaves; i++)
        {
            tree.Append(MerkleHash.Leaf(BitConverter.GetBytes(i)));
            if (tree.Size % (1 << 20) == 0)
                await SaveAsync(bench, tree.TakeChanged());
        }

        await SaveAsync(bench, tree.TakeChanged());
        await bench.ExecuteAsync("VACUUM ANALYZE entries");
        await bench.ExecuteAsync("VACUUM ANALYZE tiles");
    }

    private static async Task SaveAsync(AuditBench bench, IReadOnlyList<(TileId Id, byte[] Hashes)> tiles)
    {
        await using var command = bench.Source.CreateCommand("INSERT INTO tiles (level, index, hashes) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes");
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Id.Level).ToArray() });
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Id.Index).ToArray() });
        command.Parameters.Add(new() { Value = tiles.Select(t => t.Hashes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync();
    }
}
