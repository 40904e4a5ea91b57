using System.Diagnostics;
using Governance.Testing;

namespace Governance.Benchmarks.Messaging;

/// <summary>Outbox → RabbitMQ → inbox across two processes, against raw publish-with-confirm and consume of the same payload with as many in flight.</summary>
internal static class MessagingBenchmark
{
    public const ushort InFlight = 256;
    private const int Count = 20_000;

    public static async Task RunAsync()
    {
        await using var broker = await TestBroker.CreateAsync();
        var raw = await RawAsync(broker.ConnectionString);
        var ours = await OursAsync(broker.ConnectionString);
        var p99 = await LatencyAsync(ours * 0.45);
        Console.WriteLine($"raw publish-confirm-consume  {raw,8:F0} msg/s");
        Console.WriteLine($"outbox to inbox              {ours,8:F0} msg/s   ratio {ours / raw:F2} (aim 0.70)");
        Console.WriteLine($"latency at 45 % of peak      p99 {p99:F0} ms (aim under 1000)");
    }

    private static async Task<double> RawAsync(string broker)
    {
        using var consumer = await Child.StartAsync("raw-consume", broker, $"{Count}");
        using var publisher = await Child.StartAsync("raw-publish", broker, $"{Count}");
        var clock = Stopwatch.StartNew();
        publisher.Go();
        await consumer.HearAsync("done");
        return Count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> OursAsync(string broker)
    {
        await using var from = await TestDatabase.CreateAsync();
        await using var to = await TestDatabase.CreateAsync();
        await MessagingRoles.FillAsync(from.ConnectionString, Count);
        using var consumer = await Child.StartAsync("messaging-consume", to.ConnectionString, broker);
        using var publisher = await Child.StartAsync("messaging-publish", from.ConnectionString, broker, "0", "0");
        publisher.Go();
        // From the first to the last arrival: the publisher's own start is not part of it.
        await ArrivedAsync(to, Count);
        return Count / await to.ScalarAsync<double>("SELECT extract(epoch FROM max(handled_at) - min(handled_at))::double precision FROM arrivals");
    }

    private static async Task<double> LatencyAsync(double rate)
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var from = await TestDatabase.CreateAsync();
        await using var to = await TestDatabase.CreateAsync();
        using var consumer = await Child.StartAsync("messaging-consume", to.ConnectionString, broker.ConnectionString);
        var count = (int)(rate * 15);
        using var publisher = await Child.StartAsync("messaging-publish", from.ConnectionString, broker.ConnectionString, $"{count}", $"{rate}");
        publisher.Go();
        await ArrivedAsync(to, count);
        return await to.ScalarAsync<double>("SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM handled_at - sent_at) * 1000) FROM arrivals");
    }

    private static Task ArrivedAsync(TestDatabase database, int count) =>
        Eventually.TrueAsync(async () => await database.ScalarAsync<long>("SELECT count(*) FROM arrivals") >= count, "all messages", TimeSpan.FromMinutes(3));
}
