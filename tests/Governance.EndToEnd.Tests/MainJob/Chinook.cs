using System.Text.RegularExpressions;
using Governance.Demo.Company;
using Governance.Demo.Walk;
using Governance.Testing;
using Npgsql;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>The Chinook database, loaded and connected through the API alone.</summary>
internal static partial class Chinook
{
    public static readonly DemoPerson Luis = Person(1, "luisg@embraer.com.br");

    private static readonly object TenYears = new
    {
        action = "retain",
        retention = new { legalBasis = "legal-obligation", article = "GDPR Art. 17(3)(b)", period = "P10Y", trigger = "invoice issued" },
    };

    private static readonly string[] Billing = ["billing_address", "billing_city", "billing_state", "billing_country", "billing_postal_code"];

    public static DemoPerson Person(int id, string email) => new(id, "", "", "", email, "");

    /// <summary>Loads the script into a new database; returns the administrator's connection string.</summary>
    public static async Task<string> LoadAsync(JobStack stack, string database)
    {
        var connection = await stack.CreateDatabaseAsync(database);
        var script = DatabaseLines().Replace(await File.ReadAllTextAsync(TestEnvironment.Shared("data/chinook-postgres.sql")), "");
        // A person is searched for in every store: Luis shall be in one of them only, whichever test comes first.
        if (database != "chinook")
            script += "UPDATE customer SET email = 'somebody.else@chinook.example' WHERE customer_id = 1;";
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(script);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Register, scan, take the suggestions; the human's own decision is to keep invoices ten years with their billing fields masked.</summary>
    public static Task<ConnectedStore> ConnectAsync(JobStack stack, Actors actors, string name, string connection) =>
        new StoreWalk(actors.Analyst, Narrator.Silent).ConnectAsync(
            new StoreRegistration(name, stack.Stack.StoreDataStoreSecret(name, connection)),
            [new("public", "invoice", TenYears, ""), new("public", "invoice_line", TenYears, "")],
            [.. Billing.Select(c => new ColumnDecision("public", "invoice", c, new { masking = new { method = "null" } }, ""))]);

    // Making and entering the database is done already.
    [GeneratedRegex(@"^(DROP DATABASE|CREATE DATABASE|\\c).*$", RegexOptions.Multiline)]
    private static partial Regex DatabaseLines();
}
