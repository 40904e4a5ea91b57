using System.Diagnostics;
using System.Security.Cryptography;
using Governance.Audit.Tests.Log;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Tests.Kills;

/// <summary>kill -9 of a process that writes the log: between every two steps, and at any moment.</summary>
public sealed class KillRoundsTests
{
    private const int Rounds = 200;
    private const int Lanes = 2;

    private static readonly string[] Places =
    [
        "audit.append.after-lock", "audit.append.after-keys", "audit.append.after-payloads", "audit.append.after-entries", "audit.append.after-tiles",
        "audit.append.before-commit", "audit.append.after-commit", "child.before-acknowledgement",
        "audit.erase.after-lock", "audit.erase.after-payloads", "audit.erase.before-commit", "audit.erase.after-commit",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_two_hundred_times_the_log_has_no_gap_and_no_double_and_verifies()
    {
        await using var log = await TestLog.CreateAsync();
        await log.Database.ExecuteAsync("CREATE SCHEMA todo; CREATE TABLE todo.events (id bigserial PRIMARY KEY, body bytea NOT NULL, event_id uuid NOT NULL UNIQUE); CREATE TABLE todo.published (event_id uuid PRIMARY KEY)");
        // Two at once: while one is killed the other writes, or waits for its lock.
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => KillAsync(log, lane), Cancel)));
        using (var last = Start(log, "", "", seed: -1))
            await EndAsync(last);

        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM todo.events"));
        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM (TABLE todo.published EXCEPT ALL SELECT event_id FROM entries) AS lost"));
        await AssertNoGapAsync(log);
        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM entries WHERE action = 'PlanApproved' AND event_id NOT IN (TABLE todo.published)"));
    }

    private static async Task KillAsync(TestLog log, int lane)
    {
        for (var round = lane; round < Rounds; round += Lanes)
        {
            await PublishAsync(log, 60, $"sub_{round % 7}");
            if (round % 3 == 0)
                await log.RequestErasureAsync($"sub_{round % 7}");
            var place = round % 2 == 0 ? Places[round / 2 % Places.Length] : "";
            var marker = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            using (var child = Start(log, place, marker, round))
            {
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Cancel));
                if (place.Length == 0)
                {
                    // Any moment: from the first statement to after the last.
                    await Task.WhenAny(child.WaitForExitAsync(Cancel), Task.Delay(RandomNumberGenerator.GetInt32(120), Cancel));
                    child.Kill();
                }

                await EndAsync(child);
            }

            File.Delete(marker);
            if (round % 40 < Lanes)
                await AssertNoGapAsync(log);
        }
    }

    private static async Task AssertNoGapAsync(TestLog log)
    {
        Assert.Equal("0", await log.Database.ScalarAsync<string>("SELECT (h.size - (SELECT count(*) FROM entries) + coalesce((SELECT max(sequence) + 1 FROM entries), 0) - h.size)::text FROM log_head h"));
        Assert.Equal(0, await log.Database.ScalarAsync<long>("SELECT count(*) FROM (SELECT FROM entries GROUP BY event_id HAVING count(*) > 1) AS doubles"));
        Assert.Empty((await log.VerifyAsync()).Findings);
    }

    private static async Task PublishAsync(TestLog log, int count, string subject)
    {
        var events = Enumerable.Range(0, count).Select(_ => TestEvents.Approved(subject)).ToList();
        await using var connection = await log.Database.OpenAsync();
        await using var command = new NpgsqlCommand("""
            WITH sent AS (INSERT INTO todo.events (body, event_id) SELECT * FROM unnest($1, $2) RETURNING event_id)
            INSERT INTO todo.published SELECT event_id FROM sent
            """, connection);
        command.Parameters.Add(new() { Value = events.Select(e => TestEvents.Envelope(e)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = events.Select(e => e.Header.EventId).ToArray() });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static Process Start(TestLog log, string place, string marker, int seed)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillChild).Assembly.Location, KillChild.Role, log.Database.ConnectionString, log.EncryptionKey, place, marker, $"{seed}"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process child)
    {
        try
        {
            await child.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(90), Cancel);
        }
        finally
        {
            child.Kill();
        }
    }
}
