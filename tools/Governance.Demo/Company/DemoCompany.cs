using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Npgsql;

namespace Governance.Demo.Company;

/// <summary>Makes the demo company's databases: fictional people, deterministic rows, dates relative to now.</summary>
public static partial class DemoCompany
{
    private static readonly string[] Folders = ["Shop", "Loyalty", "Warehouse"];

    /// <summary>Drops and recreates the three databases and their roles, so that every seeding ends in the same state.</summary>
    /// <param name="adminConnectionString">A role that may create databases and roles.</param>
    /// <param name="prefix">Put before every database and role name: lower-case letters, digits and underscores.</param>
    /// <exception cref="ArgumentException">The prefix has other characters or is longer than 30.</exception>
    /// <exception cref="NpgsqlException">PostgreSQL refused or could not be reached.</exception>
    public static async Task<DemoDatabases> SeedAsync(
        string adminConnectionString, string prefix = "demo_", CancellationToken cancellationToken = default)
    {
        CheckPrefix(prefix);
        var made = new List<DemoDatabase>(Folders.Length);
        await using var admin = NpgsqlDataSource.Create(Unpooled(adminConnectionString, database: null));
        foreach (var folder in Folders)
            made.Add(await RecreateAsync(admin, adminConnectionString, folder, prefix, cancellationToken));
        return new DemoDatabases(made[0], made[1], made[2]);
    }

    /// <summary>Removes the databases and roles of a prefix; does nothing where there are none.</summary>
    public static async Task DropAsync(string adminConnectionString, string prefix, CancellationToken cancellationToken = default)
    {
        CheckPrefix(prefix);
        await using var admin = NpgsqlDataSource.Create(Unpooled(adminConnectionString, database: null));
        foreach (var folder in Folders)
            await DropOneAsync(admin, NameOf(prefix, folder), cancellationToken);
    }

    private static async Task<DemoDatabase> RecreateAsync(
        NpgsqlDataSource admin, string adminConnectionString, string folder, string prefix, CancellationToken cancellationToken)
    {
        var name = NameOf(prefix, folder);
        await DropOneAsync(admin, name, cancellationToken);
        await ExecuteAsync(admin, $"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'", cancellationToken);

        var ownerConnectionString = Unpooled(adminConnectionString, name);
        await using var owner = NpgsqlDataSource.Create(ownerConnectionString);
        await RunScriptsAsync(owner, folder, cancellationToken);
        await ExecuteAsync(owner, "ANALYZE", cancellationToken);
        await ExecuteAsync(owner, $"REVOKE ALL ON DATABASE \"{name}\" FROM PUBLIC", cancellationToken);

        var writer = await CreateRoleAsync(owner, name, $"{name}_governance", "SELECT, UPDATE, DELETE", cancellationToken);
        var reader = await CreateRoleAsync(owner, name, $"{name}_readonly", "SELECT", cancellationToken);
        return new DemoDatabase(name, As(ownerConnectionString, writer), As(ownerConnectionString, reader), ownerConnectionString);
    }

    private static async Task RunScriptsAsync(NpgsqlDataSource owner, string folder, CancellationToken cancellationToken)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var script in ScriptsOf(folder))
        {
            await using var command = new NpgsqlCommand(script, connection, transaction) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<string> ScriptsOf(string folder)
    {
        var assembly = typeof(DemoCompany).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder + '/', StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return reader.ReadToEnd();
        }
    }

    private static async Task<(string Role, string Password)> CreateRoleAsync(
        NpgsqlDataSource owner, string database, string role, string tablePrivileges, CancellationToken cancellationToken)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await ExecuteAsync(owner, $"""
            CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}';
            GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO "{role}";
            """, cancellationToken);
        await using var schemas = owner.CreateCommand(
            "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'");
        var names = new List<string>();
        await using (var reader = await schemas.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        var all = string.Join(", ", names);
        await ExecuteAsync(owner, $"""
            GRANT USAGE ON SCHEMA {all} TO "{role}";
            GRANT {tablePrivileges} ON ALL TABLES IN SCHEMA {all} TO "{role}";
            """, cancellationToken);
        return (role, password);
    }

    private static async Task DropOneAsync(NpgsqlDataSource admin, string name, CancellationToken cancellationToken)
    {
        await ExecuteAsync(admin, $"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", cancellationToken);
        await ExecuteAsync(admin, $"DROP ROLE IF EXISTS \"{name}_governance\"", cancellationToken);
        await ExecuteAsync(admin, $"DROP ROLE IF EXISTS \"{name}_readonly\"", cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Unpooled(string connectionString, string? database)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        if (database is not null)
            builder.Database = database;
        return builder.ConnectionString;
    }

    private static string As(string connectionString, (string Role, string Password) login) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = login.Role, Password = login.Password, Pooling = true }.ConnectionString;

    private static string NameOf(string prefix, string folder) => prefix + folder.ToLowerInvariant();

    private static void CheckPrefix(string prefix)
    {
        if (!PrefixPattern().IsMatch(prefix))
            throw new ArgumentException("The prefix must be 1 to 30 lower-case letters, digits or underscores, starting with a letter.", nameof(prefix));
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,29}$")]
    private static partial Regex PrefixPattern();
}
