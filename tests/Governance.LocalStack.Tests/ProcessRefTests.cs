using System.Diagnostics;
using Governance.LocalStack.Processes;

namespace Governance.LocalStack.Tests;

public sealed class ProcessRefTests
{
    [Fact]
    public async Task A_recycled_pid_is_neither_seen_as_ours_nor_killed()
    {
        using var folder = new TemporaryFolder();
        using var stranger = Process.Start("sleep", "60");
        try
        {
            var now = ProcessRef.Of(stranger.Id)!;
            var ours = now with { StartTicks = now.StartTicks - 1 };

            Assert.True(now.IsAlive);
            Assert.False(ours.IsAlive);
            await ours.StopAsync(15, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public void A_pid_of_an_earlier_boot_is_not_ours()
    {
        var here = ProcessRef.Of(Environment.ProcessId)!;

        Assert.True(here.IsAlive);
        Assert.False((here with { BootId = "before" }).IsAlive);
    }

    [Fact]
    public async Task A_started_process_has_a_session_of_its_own_and_is_known_by_its_own_pid()
    {
        using var folder = new TemporaryFolder();
        folder.Run.Create();

        var process = Launcher.Start(new Launch("sleep", ["60"], folder.Run.Log("sleep"), "/", new Dictionary<string, string>()));

        await Until(() => File.ReadAllText($"/proc/{process.Pid}/cmdline") == "sleep\060\0");
        var session = File.ReadAllText($"/proc/{process.Pid}/stat").Split(' ')[5];
        Assert.Equal(process.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture), session);
        process.Kill();
        Assert.True(await process.WaitForExitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_callers_environment_is_not_handed_on()
    {
        Environment.SetEnvironmentVariable("GOVERNANCE_LOCALSTACK_TEST", "leaked");

        var (_, output) = await Launcher.RunAsync("env", [], ct: TestContext.Current.CancellationToken);

        Assert.Contains("PATH=", output, StringComparison.Ordinal);
        Assert.DoesNotContain("leaked", output, StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "the condition was not met in time");
        }
    }
}
