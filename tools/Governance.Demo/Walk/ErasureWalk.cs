using Governance.Demo.Company;
using Npgsql;

namespace Governance.Demo.Walk;

/// <param name="Certificate">The document's bytes, as handed out.</param>
/// <param name="Leftovers">Places where a value of the person still stands; must be empty.</param>
public sealed record ErasureOutcome(ApprovedRequest Request, byte[] Certificate, IReadOnlyList<Finding> Leftovers);

/// <summary>A person asks to be erased; what the law requires to keep is kept without her name.</summary>
public sealed class ErasureWalk(Actors actors, SubjectRequests requests, DemoDatabases databases, Narrator narrator)
{
    public async Task<ErasureOutcome> RunAsync(DemoPerson person, CancellationToken ct = default)
    {
        var values = await PersonSearch.ValuesOfAsync(databases.Shop, person, ct);
        var before = await FindAsync(values, ct);
        var invoices = await InvoicesAsync(ct);
        narrator.Did("check", $"{values.Count} values of the person stand in {before.Select(f => f.Table).Distinct().Count()} tables");

        var id = await requests.FileForAsync("erasure", person, ct);
        await requests.OwnPlanIsRefusedAsync(id, ct);
        var approved = await requests.PlanAndApproveAsync(id, ct);
        Describe(approved.Plan);
        await requests.CompletedAsync(id, ct);
        var certificate = await actors.Dpo.Dsar.GetBytesAsync($"/v1/requests/{id}/certificate", ct);
        narrator.Did("data plane", "erased in one transaction per store and proved by re-reading that nothing in scope is left");
        narrator.Did("dsar", $"issued a certificate ({certificate.Length} bytes)");

        var leftovers = await FindAsync(values, ct);
        if (leftovers.Count > 0)
            throw new WalkException($"Values of the person still stand in {string.Join(", ", leftovers.Select(f => f.Table).Distinct())}.");
        if (await InvoicesAsync(ct) != invoices)
            throw new WalkException("The invoices' number or totals have changed.");
        if (!await SharedAddressStandsAsync(ct))
            throw new WalkException("The address that another customer still uses is gone.");
        narrator.Did("check", $"none of the {values.Count} values stands in any table any more; all {invoices.Count} invoices (total {invoices.Total}) and the address shared with another customer are still there");
        return new ErasureOutcome(approved, certificate, leftovers);
    }

    private void Describe(PlanView plan)
    {
        foreach (var group in plan.Nodes.Where(n => n.Rows > 0).GroupBy(n => n.Action))
            narrator.Note($"{group.Key,-7} {string.Join(", ", group.Select(n => $"{n.Table} {n.Rows}{(n.SharedRows > 0 ? $" ({n.SharedRows} shared, stays)" : "")}"))}");
        foreach (var kept in plan.Kept.Where(k => k.Retention is not null))
        {
            var masked = kept.MaskedColumns.Count > 0 ? $", masked: {string.Join(", ", kept.MaskedColumns)}" : "";
            narrator.Note($"kept    {kept.Table} for {kept.Retention!.Period}: {kept.Retention.Article}{masked}");
        }
    }

    private async Task<List<Finding>> FindAsync(IReadOnlyList<string> values, CancellationToken ct)
    {
        var found = new List<Finding>();
        foreach (var database in databases.All)
            found.AddRange(await PersonSearch.FindAsync(database, values, ct));
        return found;
    }

    private async Task<(long Count, decimal Total)> InvoicesAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(databases.Shop.OwnerConnectionString);
        await using var command = source.CreateCommand("SELECT count(*), sum(total) FROM invoice");
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetDecimal(1));
    }

    private async Task<bool> SharedAddressStandsAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(databases.Shop.OwnerConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM customer c JOIN address a ON a.id = c.home_address_id WHERE c.id = $1");
        command.Parameters.AddWithValue(DemoPeople.Tomas.CustomerId);
        return (long)(await command.ExecuteScalarAsync(ct))! == 1;
    }
}
