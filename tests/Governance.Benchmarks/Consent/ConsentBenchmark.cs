using System.Globalization;
using Governance.Benchmarks.Audit;

namespace Governance.Benchmarks.Consent;

/// <summary>
/// Decisions, writes, withdrawals, size and imports of the consent service, a real process with tokens checked, against a bare Kestrel with a prepared statement on the same database.
/// Smaller: <c>BENCH_CONSENT_SECONDS</c> (10 for each load), <c>_SIZES</c> (10000,1000000), <c>_ROUNDS</c> (300), <c>_LINES</c> (1000000), <c>_PARTS</c> (warm,write,cold,withdrawal,import).
/// </summary>
internal static class ConsentBenchmark
{
    private const int WarmPeople = 1_000;
    private const int Batch = 100;
    private const int MostEncoded = 100_000;

    public static async Task RunAsync()
    {
        var duration = TimeSpan.FromSeconds(AuditBench.Setting("BENCH_CONSENT_SECONDS", 10));
        var sizes = (Environment.GetEnvironmentVariable("BENCH_CONSENT_SIZES") is { Length: > 0 } text ? text : "10000,1000000").Split(',').Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        var parts = (Environment.GetEnvironmentVariable("BENCH_CONSENT_PARTS") is { Length: > 0 } named ? named : "warm,write,cold,withdrawal,import").Split(',');
        Console.WriteLine("Baseline: Kestrel and a prepared statement, no authentication, no checks, no cache. Ours: a token on every request, checked. Load, services and PostgreSQL share this machine.");
        await using (var bench = await ConsentBench.CreateAsync())
        {
            Console.WriteLine($"{Environment.ProcessorCount} processors; PostgreSQL with fsync {await bench.Database.ScalarAsync<string>("SHOW fsync")}, synchronous_commit {await bench.Database.ScalarAsync<string>("SHOW synchronous_commit")}; {HttpLoad.Connections} connections");
            var service = await bench.StartAsync();
            await ConsentBench.PrepareAsync(service.Client);
            await RecordFill.RunAsync(bench, 1, sizes[0]);
            var bare = await bench.StartBareAsync(sizes[0]);
            if (parts.Contains("warm"))
                await WarmAsync(bench, service, bare, sizes[0], duration);
            if (parts.Contains("write"))
                await WriteAsync(bench, service, bare, duration);
            service.Dispose();
            if (parts.Contains("cold"))
                await ColdAsync(bench, bare, sizes, duration);
            if (parts.Contains("withdrawal"))
                await WithdrawalMeasure.RunAsync(bench);
        }
        if (parts.Contains("import"))
            await ImportMeasure.RunAsync();
    }

    private static async Task WarmAsync(ConsentBench bench, ConsentProcess service, Uri bare, int rows, TimeSpan duration)
    {
        var decide = Decisions(bench, Math.Min(WarmPeople, rows));
        var point = Points(rows);
        var compared = await Comparison.RunAsync(turn => HttpLoad.RunAsync(bare, point, turn), turn => HttpLoad.RunAsync(service.Address, decide, turn), duration);
        var (ours, baseline) = (compared.Ours, compared.Baseline);
        Console.WriteLine($"point query, bare            {baseline.PerSecond,8:F0}/s   p50 {baseline.P50:F2} ms, p99 {baseline.P99:F2} ms at peak");
        Console.WriteLine($"decision, warm               {ours.PerSecond,8:F0}/s   p50 {ours.P50:F2} ms, p99 {ours.P99:F2} ms at peak   {compared.Ratio} (aim 1.50)");
        var (calm, calmBare) = (await HttpLoad.RunAsync(service.Address, decide, duration, ours.PerSecond * 0.7), await HttpLoad.RunAsync(bare, point, duration, baseline.PerSecond * 0.7));
        Console.WriteLine($"at 70 % of its peak          decision {calm.PerSecond:F0}/s p99 {calm.P99:F2} ms; point query {calmBare.PerSecond:F0}/s p99 {calmBare.P99:F2} ms");

        var batches = Enumerable.Range(0, WarmPeople / Batch).Select(b => HttpLoad.Post("/v1/decisions/batch", new { subjects = Enumerable.Range(b * Batch, Batch).Select(i => ConsentBench.Subject(ConsentBench.Person(i % rows))), purposes = (string[])[ConsentBench.Purpose] }, bench.Token)).ToArray();
        var batch = await HttpLoad.RunAsync(service.Address, n => batches[n % batches.Length], duration);
        Console.WriteLine($"batch of {Batch}, one round trip   {batch.PerSecond,8:F0}/s   {batch.PerSecond * Batch:F0} decisions/s, p50 {batch.P50:F2} ms, p99 {batch.P99:F2} ms; {batch.PerSecond * Batch / baseline.PerSecond:F1} decisions per bare point query");
    }

    private static async Task WriteAsync(ConsentBench bench, ConsentProcess service, Uri bare, TimeSpan duration)
    {
        long person = 0;
        byte[] Give(long n) => HttpLoad.Post("/v1/records", ConsentBench.Record($"writer{Interlocked.Increment(ref person)}@example.org", "give"), bench.Token);
        byte[] Insert(long n) => HttpLoad.Post("/rows", new BareService.Row(ConsentBench.Person(n), ConsentBench.Purpose, DateTimeOffset.UnixEpoch));
        var waiting = new List<long>();
        async Task PublishedAsync()
        {
            waiting.Add(await WaitingAsync(bench));
            while (await WaitingAsync(bench) > 0)
                await Task.Delay(100);
        }
        var compared = await Comparison.RunAsync(turn => HttpLoad.RunAsync(bare, Insert, turn), turn => HttpLoad.RunAsync(service.Address, Give, turn), duration, PublishedAsync);
        var (ours, baseline) = (compared.Ours, compared.Baseline);
        Console.WriteLine($"one-row insert, bare         {baseline.PerSecond,8:F0}/s   p50 {baseline.P50:F2} ms, p99 {baseline.P99:F2} ms");
        Console.WriteLine($"record, with outbox          {ours.PerSecond,8:F0}/s   p50 {ours.P50:F2} ms, p99 {ours.P99:F2} ms   {compared.Ratio} (aim 0.50); published to the broker meanwhile, at most {waiting.Max()} events waited at the end of a turn");
    }

    private static Task<long> WaitingAsync(ConsentBench bench) => bench.Database.ScalarAsync<long>("SELECT count(*) FROM outbox");

    /// <summary>No history is kept, so each decision reads its own from the database, as it would for a person not asked about before; purposes and notices are known. The baseline's table has as many rows.</summary>
    private static async Task ColdAsync(ConsentBench bench, Uri bare, int[] sizes, TimeSpan duration)
    {
        using var cold = await bench.StartAsync(histories: 0);
        var filled = sizes[0];
        foreach (var size in sizes)
        {
            if (size > filled)
            {
                await RecordFill.RunAsync(bench, filled, size);
                await bench.GrowBareAsync(size - filled);
            }
            filled = Math.Max(size, filled);
            var (decide, point) = (Decisions(bench, filled), Points(filled));
            var compared = await Comparison.RunAsync(turn => HttpLoad.RunAsync(bare, point, turn), turn => HttpLoad.RunAsync(cold.Address, decide, turn), duration);
            var alone = await HttpLoad.RunAsync(cold.Address, decide, duration / 2, connections: 1);
            var bytes = await bench.Database.ScalarAsync<string>("""
                SELECT format('%s bytes a record on disk (%s in the table, %s in its indexes)', pg_total_relation_size('consent_records') / n, pg_table_size('consent_records') / n, pg_indexes_size('consent_records') / n)
                FROM (SELECT count(*) AS n FROM consent_records) c
                """);
            Console.WriteLine($"decision, cold, {filled,9} rec. {compared.Ours.PerSecond,8:F0}/s   {compared.Ratio} (aim 0.70); alone p50 {alone.P50:F2} ms, p99 {alone.P99:F2} ms; {bytes}");
        }
    }

    /// <summary>Spread over everybody by a step that shares no factor with the count; encoded beforehand, so that the load costs the same as the baseline's.</summary>
    private static Func<long, byte[]> Decisions(ConsentBench bench, int people)
    {
        var requests = Enumerable.Range(0, Math.Min(people, MostEncoded)).Select(n => HttpLoad.Post("/v1/decisions", ConsentBench.Decide(ConsentBench.Person(n * 7_919L % people)), bench.Token)).ToArray();
        return n => requests[n % requests.Length];
    }

    private static Func<long, byte[]> Points(int rows)
    {
        var requests = Enumerable.Range(0, Math.Min(rows, MostEncoded)).Select(n => HttpLoad.Get($"/rows/{(n * 7_919L % rows) + 1}")).ToArray();
        return n => requests[n % requests.Length];
    }
}
