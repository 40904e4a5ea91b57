using System.Globalization;
using Governance.Demo.Walk;
using Npgsql;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>The main job on a database that nobody here wrote.</summary>
[Collection(JobCollection.Name)]
public sealed class ChinookTests(JobStack stack)
{
    [Fact]
    public async Task Access_and_erasure_touch_exactly_the_rows_of_the_person()
    {
        var connection = await Chinook.LoadAsync(stack, "chinook");
        var actors = await stack.ActorsAsync();
        var store = await Chinook.ConnectAsync(stack, actors, "chinook", connection);
        MapKnowsTheSubjects(store);

        var requests = new SubjectRequests(actors, stack.Mails, Narrator.Silent);
        var access = await new AccessWalk(actors, requests, stack.Mails, Narrator.Silent).RunAsync(Chinook.Luis, ["jane@chinookcorp.com", "leonekohler@surfeu.de"]);
        PackageHoldsExactlyTheRows(access.Package);

        var print = new DatabasePrint(connection);
        var before = await print.TakeAsync(Others);
        var totals = await print.ScalarAsync<string>(Totals);
        var values = await ValuesOnlyOfLuisAsync(connection, print);
        Assert.Contains("luisg@embraer.com.br", values);

        var id = await requests.FileAsync("erasure", Chinook.Luis);
        var erasure = await requests.PlanAndApproveAsync(id);
        var kept = Assert.Single(erasure.Plan.Kept, k => k.Table.Table == "invoice");
        Assert.Equal("P10Y", kept.Retention!.Period);
        await requests.CompletedAsync(id);

        foreach (var value in values)
            Assert.True(await print.CountAsync(value) == 0, $"The value '{value}' still stands in the database.");
        Assert.Equal(before, await print.TakeAsync(Others));
        Assert.Equal(totals, await print.ScalarAsync<string>(Totals));
        Assert.Equal(0, await print.ScalarAsync<long>("SELECT count(*) FROM invoice WHERE customer_id = 1 AND concat(billing_address, billing_city, billing_state, billing_country, billing_postal_code) <> ''"));

        var certificate = await actors.Dpo.Dsar.GetBytesAsync($"/v1/requests/{id}/certificate");
        var proof = await new ProofWalk(await stack.ActorsAsync(), Narrator.Silent).RunAsync(erasure.Pseudonym, id, certificate);
        Assert.True(proof.CertificateProved);

        using var auditor = new AuditorsMachine(await stack.ActorsAsync());
        var (code, said) = await auditor.VerifyAsync(certificate, id);
        Assert.True(code == 0, said);
        Assert.Contains("exactly this certificate", said, StringComparison.Ordinal);
        Assert.Equal(1, (await auditor.VerifyAsync([.. certificate[..^1], (byte)' ', (byte)'}'], id)).Code);
    }

    // Everything but the rows of customer 1, whose invoices are compared by Totals.
    private static readonly Dictionary<string, string> Others = new() { ["customer"] = "customer_id <> 1", ["invoice"] = "customer_id <> 1" };

    private const string Totals = "SELECT md5(string_agg(concat_ws(' ', invoice_id, customer_id, invoice_date, total), E'\\n' ORDER BY invoice_id)) FROM invoice";

    private static void MapKnowsTheSubjects(ConnectedStore store)
    {
        var customer = Assert.Single(store.Subjects, t => t.Name == "customer");
        var employee = Assert.Single(store.Subjects, t => t.Name == "employee");
        Assert.Equal(2, store.Subjects.Count());
        Assert.Equal("customer", customer.SubjectKind);
        Assert.NotEqual(customer.SubjectKind, employee.SubjectKind);
        Assert.Equal("email", customer.Columns.Single(c => c.Name == "email").IdentifierKind);
    }

    private static void PackageHoldsExactlyTheRows(DownloadedPackage package)
    {
        Assert.True(package.Complete);
        var rows = package.Tables.Where(t => t.Rows > 0).ToDictionary(t => t.Name, t => t.Rows);
        Assert.Equal(new Dictionary<string, long> { ["public.customer"] = 1, ["public.invoice"] = 7, ["public.invoice_line"] = 38 }, rows);
        var sum = package.Json("public.invoice_line").EnumerateArray().Sum(l => l.GetProperty("unit_price").GetDecimal() * l.GetProperty("quantity").GetInt32());
        Assert.Equal("39.62", sum.ToString(CultureInfo.InvariantCulture));
        Assert.Equal("Luís", package.Json("public.customer")[0].GetProperty("first_name").GetString());
    }

    /// <summary>Values of the person's rows that stand in no other row, so none may be found afterwards.</summary>
    private static async Task<List<string>> ValuesOnlyOfLuisAsync(string connection, DatabasePrint print)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("""
            SELECT DISTINCT value FROM (
                SELECT unnest(ARRAY[first_name, last_name, company, address, city, state, postal_code, phone, fax, email]) AS value FROM customer WHERE customer_id = 1
                UNION ALL SELECT unnest(ARRAY[billing_address, billing_city, billing_postal_code]) FROM invoice WHERE customer_id = 1) v
            WHERE length(value) > 3
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        var own = new List<string>();
        foreach (var value in values)
        {
            var mine = await print.ScalarAsync<long>($"""
                SELECT (SELECT count(*) FROM customer t WHERE customer_id = 1 AND position(lower($v${value}$v$) IN lower(t::text)) > 0)
                     + (SELECT count(*) FROM invoice t WHERE customer_id = 1 AND position(lower($v${value}$v$) IN lower(t::text)) > 0)
                """);
            if (await print.CountAsync(value) == mine)
                own.Add(value);
        }
        return own;
    }
}
