using System.Net;
using Governance.Notes;

namespace Governance.Transparency.Tests.Witness;

/// <summary>What a witness has signed it never forgets, whatever happens to its process.</summary>
public sealed class MemoryTests : IDisposable
{
    private static readonly byte[] Seed = [.. Enumerable.Range(7, 32).Select(i => (byte)i)];
    private readonly NaiveLog _log = new NaiveLog("log.example/a", Seed).Grow(400);
    private readonly WitnessProcess _witness;

    public MemoryTests() => _witness = new WitnessProcess(_log.Key);

    public static TheoryData<string> WriteSteps => ["witness.written", "witness.flushed", "witness.renamed", "witness.durable", "witness.before-answer"];

    [Theory, MemberData(nameof(WriteSteps))]
    public async Task Killed_between_two_write_steps_it_knows_the_old_or_the_new_checkpoint_and_never_less(string step)
    {
        await _witness.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(0, 100))).Status);
        _witness.Kill();
        await _witness.StartAsync(step);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _witness.AddAsync(_log.Request(100, 200)));
        await _witness.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(step, await File.ReadAllTextAsync(_witness.Marker, TestContext.Current.CancellationToken));
        _witness.Kill();

        await _witness.StartAsync();
        var known = await KnownSizeAsync();
        Assert.Equal(step is "witness.written" or "witness.flushed" ? 100 : 200, known);
        // No other tree passes, and the right one goes on.
        var liar = new NaiveLog(_log.Origin, Seed).Grow(99).Grow(300, "other");
        Assert.NotEqual(HttpStatusCode.OK, (await _witness.AddAsync(liar.Request(known, 300))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(known, 300))).Status);
    }

    [Fact]
    public async Task Killed_at_random_moments_it_never_knows_less_than_it_has_said()
    {
        var random = new Random(20310508);
        var said = 0;
        for (var round = 0; round < 12; round++)
        {
            await _witness.StartAsync();
            var known = await KnownSizeAsync();
            Assert.InRange(known, said, 400);
            var process = _witness.Process;
            var killing = Task.Delay(random.Next(0, 40), TestContext.Current.CancellationToken).ContinueWith(_ => process.Kill(), TaskScheduler.Default);
            try
            {
                for (; known < 390; known++)
                {
                    Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(known, known + 1))).Status);
                    said = known + 1;
                }
            }
            catch (HttpRequestException)
            {
                // That was the kill.
            }

            await killing;
            _witness.Kill();
        }
    }

    [Fact]
    public async Task A_memory_that_was_changed_makes_it_refuse_until_someone_has_looked()
    {
        await _witness.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(0, 100))).Status);
        var good = await File.ReadAllBytesAsync(_witness.MemoryFile, TestContext.Current.CancellationToken);
        byte[][] changes =
        [
            [], good[..^1], _log.Checkpoint(50).ToBytes(), [.. good.Take(20), (byte)(good[20] ^ 1), .. good.Skip(21)],
            new NaiveLog("log.example/b", Seed).Grow(3).Checkpoint(3).ToBytes(),
        ];
        foreach (var changed in changes)
        {
            await File.WriteAllBytesAsync(_witness.MemoryFile, changed, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.InternalServerError, (await _witness.AddAsync(_log.Request(100, 200))).Status);
            using var ready = await _witness.Http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        await File.WriteAllBytesAsync(_witness.MemoryFile, good, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(100, 200))).Status);
    }

    [Fact]
    public async Task Two_processes_never_share_a_memory()
    {
        await _witness.StartAsync();
        using var second = _witness.Launch();
        await second.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await _witness.AddAsync(_log.Request(0, 10))).Status);
    }

    public void Dispose() => _witness.Dispose();

    private async Task<int> KnownSizeAsync()
    {
        var answer = await _witness.AddAsync(_log.Request(399, 400));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.True(Checkpoint.TryParseSize(answer.Body.TrimEnd('\n'), out var size));
        return (int)size;
    }
}
