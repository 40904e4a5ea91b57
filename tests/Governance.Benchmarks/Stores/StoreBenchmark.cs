using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Governance.Dsar.Crypto;
using Governance.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Benchmarks.Stores;

/// <summary>Export and erasure of one person's rows in five tables against hand-written COPY and DELETE; each measured in a process of its own.</summary>
internal static class StoreBenchmark
{
    private const int Million = 1_000_000;
    private const int Rounds = 3;

    public static async Task ExportAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        await using var receiver = await ReceiveAsync(folder);
        foreach (var rows in (int[])[10_000, 100_000, Million])
        {
            await using var database = await BigPerson.CreateAsync(rows);
            List<double> ours = [], copy = [], memory = [];
            for (var i = 0; i < Rounds; i++)
            {
                copy.Add((await RunAsync("store-copy", database.ConnectionString, folder)).Milliseconds);
                var (milliseconds, megabytes) = await RunAsync("store-export", database.ConnectionString, receiver.Urls.First());
                ours.Add(milliseconds);
                memory.Add(megabytes);
            }
            var (export, bare) = (Suite.Percentile(ours, 0.5), Suite.Percentile(copy, 0.5));
            Console.WriteLine($"{rows,9} rows: export over HTTP, encrypted on disk {export,7:F0} ms, COPY to files {bare,7:F0} ms, ratio {export / bare:F2} (aim 1.30 at 1,000,000); peak memory {memory.Max():F0} MB (aim under 250)");
        }
        Directory.Delete(folder, recursive: true);
    }

    public static async Task EraseAsync()
    {
        await using var original = await BigPerson.CreateAsync(Million);
        List<double> ours = [], hand = [];
        for (var i = 0; i < Rounds; i++)
        {
            await using (var database = await BigPerson.CloneAsync(original))
                hand.Add((await RunAsync("store-delete", database.ConnectionString)).Milliseconds);
            await using (var database = await BigPerson.CloneAsync(original))
            {
                ours.Add((await RunAsync("store-erase", database.ConnectionString)).Milliseconds);
                if (await database.ScalarAsync<long>("SELECT count(*) FROM person WHERE id = 1") != 0)
                    throw new InvalidOperationException("The person is still there.");
            }
        }
        var (erase, delete) = (Suite.Percentile(ours, 0.5), Suite.Percentile(hand, 0.5));
        Console.WriteLine($"{Million,9} rows: erase with proof {erase,7:F0} ms, hand-written DELETEs {delete,7:F0} ms, ratio {erase / delete:F2} (aim 1.50)");
    }

    /// <summary>Takes parts as the dsar service does: straight into an encrypted file, flushed to disk.</summary>
    private static async Task<WebApplication> ReceiveAsync(string folder)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.MapPut("/{**path}", async (HttpRequest request) =>
        {
            await using var file = new FileStream(Path.Combine(folder, $"{Guid.CreateVersion7()}.enc"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            await using var encrypt = new ChunkedEncryptStream(file, key);
            await request.Body.CopyToAsync(encrypt);
            await encrypt.CompleteAsync(CancellationToken.None);
            file.Flush(flushToDisk: true);
            return Results.NoContent();
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<(double Milliseconds, double Megabytes)> RunAsync(params string[] args)
    {
        using var process = Process.Start(Self.With(args))!;
        var answer = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{args[0]} failed.");
        var numbers = answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }
}
