using Npgsql;

namespace Governance.Demo.Company;

/// <summary>A place where a value of the person still stands.</summary>
public sealed record Finding(string Table, string Value, long Rows);

/// <summary>Looks for values in every row of every table, whatever the column's type: independent of any map or plan.</summary>
public static class PersonSearch
{
    /// <param name="values">Compared without regard to case, anywhere in the row's text.</param>
    public static async Task<IReadOnlyList<Finding>> FindAsync(DemoDatabase database, IEnumerable<string> values, CancellationToken ct = default)
    {
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString);
        var found = new List<Finding>();
        foreach (var table in await TablesAsync(source, ct))
        {
            foreach (var value in values)
            {
                await using var command = source.CreateCommand($"SELECT count(*) FROM {table} AS t WHERE position(lower($1) IN lower(t::text)) > 0");
                command.Parameters.AddWithValue(value);
                var rows = (long)(await command.ExecuteScalarAsync(ct))!;
                if (rows > 0)
                    found.Add(new Finding(table, value, rows));
            }
        }

        return found;
    }

    /// <summary>The personal values of one customer, read back from the shop.</summary>
    public static async Task<IReadOnlyList<string>> ValuesOfAsync(DemoDatabase shop, DemoPerson person, CancellationToken ct = default)
    {
        await using var source = NpgsqlDataSource.Create(shop.OwnerConnectionString);
        await using var command = source.CreateCommand("""
            SELECT DISTINCT value FROM (
                SELECT unnest(ARRAY[email, full_name, last_name, phone, customer_number] || alternate_emails) AS value FROM customer WHERE id = $1
                UNION ALL SELECT iban FROM payment_method WHERE customer_id = $1
                UNION ALL SELECT recipient_email FROM gift_card WHERE purchaser_id = $1
                UNION ALL SELECT shared_with FROM wishlist_share WHERE customer_id = $1) AS personal
            WHERE value IS NOT NULL
            """);
        command.Parameters.AddWithValue(person.CustomerId);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new List<string>();
        while (await reader.ReadAsync(ct))
            values.Add(reader.GetString(0));
        return values;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
            ORDER BY 1
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tables = new List<string>();
        while (await reader.ReadAsync(ct))
            tables.Add(reader.GetString(0));
        return tables;
    }
}
