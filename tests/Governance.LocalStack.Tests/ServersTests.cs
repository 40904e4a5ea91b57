using System.Diagnostics;
using System.Globalization;
using Governance.LocalStack.Processes;
using Governance.LocalStack.Servers;
using Npgsql;

namespace Governance.LocalStack.Tests;

public sealed class ServersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_starts_stops_and_restarts_keeping_its_data()
    {
        using var folder = new TemporaryFolder();
        var server = new PostgresServer(folder.Run);
        try
        {
            await server.StartAsync(Ct);
            await ExecuteAsync(server, "CREATE TABLE kept (id int)");
            var (port, first) = (server.Port, server.Process);

            await server.StartAsync(Ct);
            Assert.Equal(first, server.Process);

            await server.RestartAsync(Ct);
            await server.RestartAsync(Ct);
            Assert.NotEqual(first, server.Process);
            Assert.Equal(port, server.Port);
            await ExecuteAsync(server, "INSERT INTO kept VALUES (1)");
        }
        finally
        {
            await server.StopAsync(Ct);
        }

        Assert.False(server.IsRunning);
        Assert.Empty(ProcessesOf(folder));
    }

    [Fact]
    public async Task PostgreSQL_starts_over_a_lock_file_whose_pid_now_belongs_to_somebody_else()
    {
        using var folder = new TemporaryFolder();
        var server = new PostgresServer(folder.Run);
        try
        {
            await server.StartAsync(Ct);
            await server.StopAsync(Ct);
            using var stranger = Process.Start("sleep", "60");
            var lockFile = Path.Combine(folder.Run.In("postgres"), "data", "postmaster.pid");
            await File.WriteAllTextAsync(lockFile, string.Create(CultureInfo.InvariantCulture, $"{stranger.Id}\n{Path.GetDirectoryName(lockFile)}\n0\n{server.Port}\n\n127.0.0.1\n"), Ct);

            await server.StartAsync(Ct);

            Assert.False(stranger.HasExited);
            Assert.NotEqual(stranger.Id, server.Process!.Pid);
            stranger.Kill();
        }
        finally
        {
            await server.StopAsync(Ct);
        }
    }

    [Fact]
    public async Task A_PostgreSQL_whose_pid_was_forgotten_is_found_again_and_stopped()
    {
        using var folder = new TemporaryFolder();
        var server = new PostgresServer(folder.Run);
        try
        {
            await server.StartAsync(Ct);
            var process = server.Process!;
            File.Delete(folder.Run.In("pids.json"));

            await server.StartAsync(Ct);

            Assert.Equal(process, server.Process);
        }
        finally
        {
            await server.StopAsync(Ct);
        }
    }

    [Fact]
    public async Task A_service_database_is_closed_to_other_services()
    {
        using var folder = new TemporaryFolder();
        var server = new PostgresServer(folder.Run);
        try
        {
            await server.StartAsync(Ct);
            var mine = await server.EnsureDatabaseAsync("governance_one", Ct);
            var other = await server.EnsureDatabaseAsync("governance_two", Ct);
            Assert.Equal(mine, await server.EnsureDatabaseAsync("governance_one", Ct));

            await using (var source = NpgsqlDataSource.Create(mine + ";Pooling=false"))
            {
                await using var connection = await source.OpenConnectionAsync(Ct);
            }

            await using var trespasser = NpgsqlDataSource.Create(mine.Replace("Database=governance_one", "Database=governance_two", StringComparison.Ordinal) + ";Pooling=false");
            var refusal = await Assert.ThrowsAsync<PostgresException>(async () => await trespasser.OpenConnectionAsync(Ct));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
            Assert.Contains("governance_two", other, StringComparison.Ordinal);
        }
        finally
        {
            await server.StopAsync(Ct);
        }
    }

    [Fact]
    public async Task RabbitMQ_starts_stops_and_restarts_and_leaves_no_process()
    {
        using var folder = new TemporaryFolder();
        var server = new RabbitMqServer(folder.Run);
        try
        {
            await server.StartAsync(Ct);
            var (uri, first) = (server.Uri, server.Process);

            await server.StartAsync(Ct);
            Assert.Equal(first, server.Process);

            await server.RestartAsync(Ct);
            await server.RestartAsync(Ct);
            Assert.NotEqual(first, server.Process);
            Assert.Equal(uri, server.Uri);
        }
        finally
        {
            await server.StopAsync(Ct);
        }

        Assert.Empty(ProcessesOf(folder));
    }

    [Fact]
    public async Task Under_root_a_clone_that_server_users_cannot_reach_keeps_its_data_elsewhere_and_a_reset_removes_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts servers as another user");
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var server = new PostgresServer(folder.Run);
        await server.StartAsync(Ct);
        await server.StopAsync(Ct);

        var elsewhere = await File.ReadAllTextAsync(folder.Run.In("data-location"), Ct);
        Assert.True(Directory.Exists(Path.Combine(elsewhere, "postgres", "data")));
        folder.Run.Delete();
        Assert.False(Directory.Exists(elsewhere));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var folder = new TemporaryFolder();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<StackException>(() => new PostgresServer(folder.Run, port).StartAsync(Ct));

        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Running processes whose working directory or environment points into the folder.</summary>
    private static int[] ProcessesOf(TemporaryFolder folder) =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && ProcessRef.Of(pid) is not null && Mentions(pid, folder.Run.Path)),
    ];

    private static bool Mentions(int pid, string path)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Contains(path, StringComparison.Ordinal)
                || File.ReadAllText($"/proc/{pid}/cmdline").Contains(path, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.AdminConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
