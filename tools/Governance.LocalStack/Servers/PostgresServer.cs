using System.Diagnostics;
using System.Globalization;
using Governance.LocalStack.Processes;
using Npgsql;

namespace Governance.LocalStack.Servers;

/// <summary>A PostgreSQL of our own on 127.0.0.1, its data and secrets under one folder.</summary>
public sealed class PostgresServer(RunFolder folder, int? wantedPort = null)
{
    internal const string Name = "postgres";
    private const string SuperUser = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public PostgresServer(string folder, int? wantedPort = null)
        : this(new RunFolder(folder), wantedPort)
    {
    }

    public int Port => folder.Ports.Find(Name) ?? throw new InvalidOperationException("PostgreSQL was never started in this folder");

    public bool IsRunning => Process is not null;

    public ProcessRef? Process => folder.Pids.Running(Name);

    public string AdminConnectionString => ConnectionString("postgres", SuperUser, AdminPassword);

    private string AdminPassword => folder.Secrets.Password("postgres-password");

    /// <summary>Starts the server, makes its data on first use, and waits until it answers. Does nothing when it runs already.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        folder.Create();
        if (!IsRunning)
        {
            await StartProcessAsync(ct);
        }

        await WaitUntilReadyAsync(ct);
    }

    /// <summary>Ends open sessions, writes a checkpoint and stops.</summary>
    public async Task StopAsync(CancellationToken ct = default)
    {
        if (Process is { } process)
        {
            await process.StopAsync(Native.Interrupt, TimeSpan.FromSeconds(60), ct);
        }

        folder.Pids.Forget(Name);
    }

    public async Task RestartAsync(CancellationToken ct = default)
    {
        await StopAsync(ct);
        await StartAsync(ct);
    }

    public string ConnectionString(string database, string user, string password) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={user};Password={password};Database={database}";

    /// <summary>A role and a database of the same name that it owns and nobody else may connect to. Returns its connection string.</summary>
    public async Task<string> EnsureDatabaseAsync(string name, CancellationToken ct = default)
    {
        var password = folder.Secrets.Password("database-" + name);
        await using var source = NpgsqlDataSource.Create(AdminConnectionString + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var find = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1), EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection);
        find.Parameters.Add(new NpgsqlParameter { Value = name });
        bool roleExists, databaseExists;
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (roleExists, databaseExists) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }

        // DDL takes no parameters: the name is quoted, the password is hex.
        var quoted = '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
        await ExecuteAsync(connection, $"{(roleExists ? "ALTER" : "CREATE")} ROLE {quoted} LOGIN PASSWORD '{password}'", ct);
        if (!databaseExists)
        {
            await ExecuteAsync(connection, $"CREATE DATABASE {quoted} OWNER {quoted}", ct);
        }

        await ExecuteAsync(connection, $"REVOKE ALL ON DATABASE {quoted} FROM PUBLIC", ct);
        return ConnectionString(name, name, password);
    }

    private async Task StartProcessAsync(CancellationToken ct)
    {
        var programs = FindPrograms();
        var user = await SystemUser.ForAsync(SuperUser, ct);
        var home = await folder.DataFolderAsync(Name, user, ct);
        var data = Path.Combine(home, "data");
        if (!Directory.Exists(data))
        {
            await InitialiseAsync(programs, home, user, ct);
        }

        if (Adopt(data) is { } orphan)
        {
            folder.Pids.Record(Name, orphan);
            return;
        }

        var port = folder.Ports.Settle(Name, wantedPort);
        if (!PortBook.IsFree(port))
        {
            throw new StackException($"PostgreSQL cannot start: port {port} is taken by another process.", "Stop that process, or choose other ports: GOVERNANCE_PORT_OFFSET=100");
        }

        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "password_encryption=scram-sha-256",
            "max_connections=400", "max_locks_per_transaction=256", $"shared_buffers={SharedBuffers()}MB", "work_mem=16MB", "maintenance_work_mem=128MB",
            "max_wal_size=2GB", "checkpoint_timeout=15min", "fsync=on",
            // Statements and constraint details of customers' databases hold personal data: they stay out of the log.
            "log_min_error_statement=panic", "log_error_verbosity=terse",
        ];
        var process = Launcher.Start(new Launch(
            Path.Combine(programs, "postgres"), ["-D", data, .. settings.SelectMany(setting => (string[])["-c", setting])], folder.Log(Name), home, new Dictionary<string, string>(), user));
        folder.Pids.Record(Name, process);
    }

    /// <summary>In megabytes: a sixteenth of the memory, as other servers live here too; PostgreSQL's own advice for a machine of its own is a quarter. Taken from the machine as it is used.</summary>
    private static long SharedBuffers() => Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / (1024 * 1024), 128, 1024);

    /// <summary>
    /// Looks behind the server's own lock file: a postmaster that runs on this data is taken over, a stale file (its pid dead or meanwhile
    /// somebody else's) is removed, because PostgreSQL would refuse to start over it.
    /// </summary>
    private static ProcessRef? Adopt(string data)
    {
        var lockFile = Path.Combine(data, "postmaster.pid");
        if (!File.Exists(lockFile))
        {
            return null;
        }

        if (int.TryParse(File.ReadLines(lockFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
            && ProcessRef.Of(pid) is { } process
            && new FileInfo($"/proc/{pid}/cwd").LinkTarget == data)
        {
            return process;
        }

        File.Delete(lockFile);
        return null;
    }

    private async Task InitialiseAsync(string programs, string home, string? user, CancellationToken ct)
    {
        var draft = Path.Combine(home, "data.new");
        var passwordFile = Path.Combine(home, "password");
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        File.Delete(passwordFile);
        SecretStore.Write(passwordFile, AdminPassword);
        if (user is not null)
        {
            await Launcher.RunAsync("chown", [user, passwordFile], ct: ct);
        }

        var (failed, output) = await Launcher.RunAsync(
            Path.Combine(programs, "initdb"),
            ["-D", draft, "-U", SuperUser, "--pwfile", passwordFile, "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"], user, home, ct);
        File.Delete(passwordFile);
        if (failed != 0)
        {
            throw new StackException($"initdb failed: {output}", "Check that the disk is not full.");
        }

        Directory.Move(draft, Path.Combine(home, "data"));
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(AdminConnectionString + ";Pooling=false;Timeout=5");
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100, ct))
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new StackException("PostgreSQL does not accept the stored password.", "The secrets and the data do not belong together: start from nothing with ./run --reset", folder.Log(Name), e);
            }
            catch (NpgsqlException e) when (!IsRunning || watch.Elapsed > StartLimit)
            {
                throw new StackException(IsRunning ? $"PostgreSQL did not answer within {StartLimit.TotalSeconds:0} s." : "PostgreSQL ended while starting.", "Read the log above; ./run --reset starts from nothing.", folder.Log(Name), e);
            }
            catch (NpgsqlException)
            {
                // Not up yet.
            }
        }
    }

    private static string FindPrograms() =>
        Directory.Exists("/usr/lib/postgresql")
        && Directory.GetDirectories("/usr/lib/postgresql")
            .Where(version => File.Exists(Path.Combine(version, "bin", "postgres")))
            .MaxBy(version => double.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) ? number : 0) is { } newest
            ? Path.Combine(newest, "bin")
            : throw new StackException("PostgreSQL is not installed (looked in /usr/lib/postgresql/*/bin).", "sudo apt-get install postgresql");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
