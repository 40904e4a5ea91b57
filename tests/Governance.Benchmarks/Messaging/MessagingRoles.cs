using System.Diagnostics;
using System.Text;
using System.Threading.RateLimiting;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Governance.Benchmarks.Messaging;

/// <summary>What the child processes do. Each says <c>ready</c> and, when it has counted to the end, <c>done</c>.</summary>
internal static class MessagingRoles
{
    private const string RawQueue = "bench.raw";

    public static async Task<int> RunAsync(string role, string[] args)
    {
        switch (role)
        {
            case "messaging-consume":
                await using (await ProbeService.StartAsync(args[0], args[1], consumes: true))
                    await SayAndWaitAsync();
                break;
            case "messaging-publish":
                await PublishAsync(args[0], args[1], int.Parse(args[2], null), double.Parse(args[3], null));
                break;
            case "raw-consume":
                await RawConsumeAsync(args[0], int.Parse(args[1], null));
                break;
            case "raw-publish":
                await RawPublishAsync(args[0], int.Parse(args[1], null));
                break;
        }
        return 0;
    }

    /// <summary>Saves events through the outbox one by one at a steady rate, after what stands in it already (<see cref="FillAsync"/>).</summary>
    private static async Task PublishAsync(string database, string broker, int count, double rate)
    {
        if (rate == 0)
            await SayAndWaitAsync();
        await using var app = await ProbeService.StartAsync(database, broker, consumes: false);
        if (rate > 0)
            await SayAndWaitAsync();
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < count; sent++)
        {
            if (TimeSpan.FromSeconds(sent / rate) - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BenchDbContext>();
            app.Services.GetRequiredService<MessageOutbox>().Add(db, NewMessage());
            await db.SaveChangesAsync();
        }
        Console.WriteLine("done");
        await Console.In.ReadLineAsync();
    }

    /// <summary>Writes messages to an outbox that no dispatcher reads yet.</summary>
    public static async Task FillAsync(string database, int count)
    {
        var options = new DbContextOptionsBuilder<BenchDbContext>().UseNpgsql(database).Options;
        await using var tables = new BenchDbContext(options);
        await tables.Database.ExecuteSqlRawAsync(tables.Database.GenerateCreateScript());
        var outbox = new MessageOutbox(TimeProvider.System);
        for (var written = 0; written < count; written += 1000)
        {
            await using var db = new BenchDbContext(options);
            for (var i = 0; i < 1000; i++)
                outbox.Add(db, NewMessage());
            await db.SaveChangesAsync();
        }
    }

    private static PlanApproved NewMessage() =>
        new(new EventHeader(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), "bench", Actor.Service("bench"), "plan", Guid.CreateVersion7().ToString()), Guid.CreateVersion7(), Guid.CreateVersion7(), new string('0', 64));

    private static async Task RawConsumeAsync(string broker, int count)
    {
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(RawQueue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicQosAsync(0, MessagingBenchmark.InFlight, false);
        var all = new TaskCompletionSource();
        var received = 0;
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await channel.BasicAckAsync(delivery.DeliveryTag, false);
            if (++received == count)
                all.SetResult();
        };
        await channel.BasicConsumeAsync(RawQueue, false, consumer);
        Console.WriteLine("ready");
        await all.Task;
        Console.WriteLine("done");
    }

    private static async Task RawPublishAsync(string broker, int count)
    {
        // The client's own limiter slows down long before it is full; this one only bounds what is in flight.
        using var limit = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = MessagingBenchmark.InFlight, QueueLimit = MessagingBenchmark.InFlight });
        await using var connection = await ConnectAsync(broker);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, limit));
        var body = Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(NewMessage(), Governance.Messaging.MessageJson.Options));
        await SayAndWaitAsync();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = MessagingBenchmark.InFlight }, async (_, ct) =>
            await channel.BasicPublishAsync("", RawQueue, true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, body, ct));
        Console.WriteLine("done");
    }

    private static Task<IConnection> ConnectAsync(string broker) => new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();

    private static async Task SayAndWaitAsync()
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
    }
}
