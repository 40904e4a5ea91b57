using Governance.LocalStack.Cli;
using Governance.LocalStack.Processes;

namespace Governance.LocalStack.Tests;

public sealed class RunFolderTests
{
    [Fact]
    public async Task A_reset_stops_and_removes_the_stacks_that_a_crashed_test_left_inside()
    {
        using var folder = new TemporaryFolder();
        var left = new RunFolder(folder.Run.In("tmp/end-to-end-1/run"));
        left.Create();
        var process = Launcher.Start(new Launch("sleep", ["60"], left.Log("sleep"), "/", new Dictionary<string, string>()));
        left.Pids.Record("sleep", process);

        var status = await CommandLine.RunAsync(["reset", "--folder", folder.Run.Path]);

        Assert.Equal(0, status);
        Assert.False(process.IsAlive);
        Assert.False(Directory.Exists(folder.Run.Path));
    }
}
