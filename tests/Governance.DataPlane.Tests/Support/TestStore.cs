using System.Diagnostics;
using System.Security.Cryptography;
using Governance.Contracts.Dsar.V1;
using Governance.DataPlane.Classifying;
using Governance.DataPlane.Connectors;
using Governance.DataPlane.Connectors.Postgres;
using Governance.Testing;
using Npgsql;

namespace Governance.DataPlane.Tests.Support;

/// <summary>A customer's database for one test, and the connector on it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly List<string> _roles = [];

    private TestStore(TestDatabase database) => _database = database;

    public static byte[] Key { get; } = SHA256.HashData("pseudonym key of the tests"u8);

    public string ConnectionString => _database.ConnectionString;

    public StoreLimits Limits { get; } = new() { LockSeconds = 1, ConnectSeconds = 5 };

    public static async Task<TestStore> CreateAsync(string sql)
    {
        var store = new TestStore(await TestDatabase.CreateAsync());
        await store.RunAsync(sql);
        return store;
    }

    /// <summary>Chinook as published, loaded with psql without its own database statements.</summary>
    public static async Task<TestStore> ChinookAsync()
    {
        var store = new TestStore(await TestDatabase.CreateAsync());
        var lines = File.ReadLines(TestEnvironment.Shared("data/chinook-postgres.sql"))
            .Where(l => !l.StartsWith("\\c", StringComparison.Ordinal) && !l.Contains(" DATABASE ", StringComparison.Ordinal));
        var target = new NpgsqlConnectionStringBuilder(store.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-h", target.Host!, "-p", $"{target.Port}", "-U", target.Username!, "-d", target.Database!])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = target.Password;
        using var psql = Process.Start(start)!;
        foreach (var line in lines)
        {
            await psql.StandardInput.WriteLineAsync(line);
        }

        psql.StandardInput.Close();
        await psql.StandardOutput.ReadToEndAsync();
        await psql.WaitForExitAsync();
        Assert.Equal(0, psql.ExitCode);
        return store;
    }

    public Task RunAsync(string sql) => _database.ExecuteAsync(sql);

    public Task<T> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    public Task<NpgsqlConnection> ConnectAsync() => _database.OpenAsync();

    public Task<IStoreSession> OpenAsync(string? connectionString = null) =>
        new PostgresConnector(Limits, new Classifier(TimeProvider.System)).OpenAsync(connectionString ?? ConnectionString, CancellationToken.None);

    public async Task<StorePreparation> PrepareAsync(StorePlan plan, params SubjectIdentifier[] identifiers) => await PrepareAsAsync(null, plan, identifiers);

    public async Task<StorePreparation> PrepareAsAsync(string? connectionString, StorePlan plan, params SubjectIdentifier[] identifiers)
    {
        await using var session = await OpenAsync(connectionString);
        return await session.PrepareAsync(new StoreWork(plan, identifiers, Key), CancellationToken.None);
    }

    public async Task<(StoreOutcome Outcome, MemorySink Sink)> ExportAsync(StorePlan plan, params SubjectIdentifier[] identifiers)
    {
        var sink = new MemorySink();
        await using var session = await OpenAsync();
        return (await session.ExportAsync(new StoreWork(plan, identifiers, Key), sink, CancellationToken.None), sink);
    }

    public Task<StoreOutcome> EraseAsync(StorePlan plan, params SubjectIdentifier[] identifiers) => EraseAsync(plan, new MemoryLedger(), identifiers);

    public async Task<StoreOutcome> EraseAsync(StorePlan plan, IErasureLedger ledger, params SubjectIdentifier[] identifiers) => await EraseAsAsync(null, plan, ledger, identifiers);

    public async Task<StoreOutcome> EraseAsAsync(string? connectionString, StorePlan plan, IErasureLedger ledger, params SubjectIdentifier[] identifiers)
    {
        await using var session = await OpenAsync(connectionString);
        return await session.EraseAsync(new StoreWork(plan, identifiers, Key), ledger, CancellationToken.None);
    }

    /// <summary>A login of its own; returns its connection string.</summary>
    /// <param name="grants">Statements with <c>{0}</c> for the role.</param>
    public async Task<string> RoleAsync(params string[] grants)
    {
        var role = $"test_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        _roles.Add(role);
        await RunAsync($"CREATE ROLE {role} LOGIN PASSWORD 'p-{role}'; GRANT USAGE ON SCHEMA public TO {role}");
        foreach (var grant in grants)
        {
            await RunAsync(grant.Replace("{0}", role, StringComparison.Ordinal));
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = $"p-{role}" }.ConnectionString;
    }

    /// <summary>Checksum of every row of each table, to prove that nothing else changed.</summary>
    public async Task<string> ChecksumAsync(string query) =>
        await ScalarAsync<string>($"SELECT coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), 'empty') FROM ({query}) t");

    public async ValueTask DisposeAsync()
    {
        foreach (var role in _roles)
        {
            await RunAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }

        await _database.DisposeAsync();
    }
}
