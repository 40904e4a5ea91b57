using System.Text;
using Governance.Demo.Company;
using Governance.Demo.Walk;
using Npgsql;
using Job = Governance.Demo.Walk.MainJob;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>The walk of ./run on the awkward databases of the demo company, and afterwards a search for personal data where none belongs.</summary>
[Collection(JobCollection.Name)]
public sealed class DemoCompanyTests(JobStack stack)
{
    [Fact]
    public async Task The_main_job_goes_through_and_leaves_no_personal_data_where_it_should_not_be()
    {
        var outcome = await new Job(stack.Stack, stack.Http, Narrator.Silent).RunAsync();
        Assert.Empty(outcome.Erasure.Leftovers);
        Assert.True(outcome.Proof.CertificateProved);
        Assert.False(outcome.Consent.Before.Allowed);
        Assert.True(outcome.Consent.AfterGiving.Allowed);
        Assert.False(outcome.Consent.AfterWithdrawal.Allowed);
        Assert.DoesNotContain(DemoPeople.Tomas.Email, outcome.Access.Package.AllText, StringComparison.OrdinalIgnoreCase);

        // The same company once more, as it was before the erasure.
        var seeded = await SeededPersonalData.ReadAsync(await DemoCompany.SeedAsync(stack.Stack.Postgres.AdminConnectionString, "untouched_"));
        var values = seeded.Values.SelectMany(SeededPersonalData.FormsOf).Where(v => v.Length >= 6).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        Assert.True(values.Count > 1000, $"Only {values.Count} values to search for.");
        Assert.Contains(DemoPeople.Mara.Email, values);

        var found = new List<string>();
        foreach (var (place, text) in await PlacesAsync())
            found.AddRange(PersonalDataScan.Find(text, values).Select(v => $"{place}: {v}"));
        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));
    }

    private async Task<List<(string Place, string Text)>> PlacesAsync()
    {
        var places = new List<(string, string)>();
        foreach (var service in stack.Stack.Services.Values)
            places.Add(($"log of {service.Name}", await File.ReadAllTextAsync(service.LogFile)));
        foreach (var file in Directory.GetFiles(stack.Stack.TraceFolder))
            places.Add(($"traces {Path.GetFileName(file)}", await File.ReadAllTextAsync(file)));
        var messages = await stack.Tap.ReadAsync();
        Assert.NotEmpty(messages);
        places.Add(("messages", string.Join('\n', messages)));
        places.Add(("audit database", await DumpAsync("audit")));
        places.Add(("data plane's database", await DumpAsync("dataplane")));
        places.Add(("inventory's database", await DumpAsync("inventory")));
        places.Add(("dsar's database", await DumpAsync("dsar")));
        places.Add(("consent's database", await DumpAsync("consent")));
        Assert.All(places, p => Assert.NotEqual(0, p.Item2.Length));
        return places;
    }

    private async Task<string> DumpAsync(string service)
    {
        await using var source = NpgsqlDataSource.Create(await stack.Stack.DatabaseOfAsync(service));
        var tables = new List<string>();
        await using (var command = source.CreateCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = source.CreateCommand($"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t");
            text.AppendLine((string)(await command.ExecuteScalarAsync())!);
        }
        // Byte columns print as hex; what they say in clear counts too.
        return text.ToString();
    }
}
