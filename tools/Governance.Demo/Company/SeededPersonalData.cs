using System.Buffers;
using System.Text.Json;
using Npgsql;

namespace Governance.Demo.Company;

public enum SeededValueKind
{
    Email,
    Phone,
    Name,
    Street,
    Identifier,
}

public sealed record SeededValue(SeededValueKind Kind, string Value);

/// <summary>
/// Every e-mail, phone, name, street and identifying number in the demo databases, read back from them, so that a test can
/// search logs, traces, messages and audit rows for any of them.
/// </summary>
public sealed class SeededPersonalData
{
    private readonly SearchValues<string> _forms;
    private readonly string[] _allForms;

    private SeededPersonalData(IReadOnlyList<SeededValue> values)
    {
        Values = values;
        _allForms = [.. values.SelectMany(FormsOf).Distinct(StringComparer.OrdinalIgnoreCase)];
        _forms = SearchValues.Create(_allForms, StringComparison.OrdinalIgnoreCase);
    }

    public IReadOnlyList<SeededValue> Values { get; }

    /// <summary>Reads the seeded values; call it before an erasure, or the erased person's values are no longer searched for.</summary>
    public static async Task<SeededPersonalData> ReadAsync(DemoDatabases databases, CancellationToken cancellationToken = default)
    {
        var values = new HashSet<SeededValue>();
        await AddAsync(values, databases.Shop, ShopQuery, cancellationToken);
        await AddAsync(values, databases.Loyalty, LoyaltyQuery, cancellationToken);
        return new SeededPersonalData([.. values]);
    }

    /// <summary>The seeded values a text contains, in any of the forms they take in logs, JSON and URLs; empty when it is clean.</summary>
    /// <param name="text">A log line or a whole file.</param>
    /// <param name="limit">How many findings to return at most.</param>
    public IReadOnlyList<string> FindIn(string text, int limit = 20)
    {
        var found = new List<string>();
        var from = 0;
        while (found.Count < limit)
        {
            var at = text.AsSpan(from).IndexOfAny(_forms);
            if (at < 0)
                break;
            from += at;
            var hit = _allForms.Where(f => text.AsSpan(from).StartsWith(f, StringComparison.OrdinalIgnoreCase)).MaxBy(f => f.Length)!;
            found.Add(hit);
            from += hit.Length;
        }

        return found;
    }

    /// <summary>The value itself, percent-encoded, JSON-escaped, and without spaces where it is a number.</summary>
    public static IEnumerable<string> FormsOf(SeededValue value)
    {
        yield return value.Value;
        yield return Uri.EscapeDataString(value.Value);
        yield return value.Value.Replace(' ', '+');
        yield return JsonSerializer.Serialize(value.Value)[1..^1];
        if (value.Kind is SeededValueKind.Phone)
            yield return value.Value.Replace(" ", "", StringComparison.Ordinal).TrimStart('+');
    }

    private static async Task AddAsync(HashSet<SeededValue> values, DemoDatabase database, string query, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var command = source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            values.Add(new SeededValue(Enum.Parse<SeededValueKind>(reader.GetString(0)), reader.GetString(1)));
    }

    private const string ShopQuery = """
        SELECT DISTINCT kind, value FROM (
            SELECT 'Email' AS kind, email::text AS value FROM customer
            UNION ALL SELECT 'Email', unnest(alternate_emails) FROM customer
            UNION ALL SELECT 'Email', email::text FROM employee
            UNION ALL SELECT 'Email', email FROM newsletter_signup
            UNION ALL SELECT 'Email', "to" FROM mail_log
            UNION ALL SELECT 'Email', recipient_email FROM gift_card
            UNION ALL SELECT 'Email', shared_with FROM wishlist_share
            UNION ALL SELECT 'Phone', phone FROM customer
            UNION ALL SELECT 'Phone', phone::text FROM employee
            UNION ALL SELECT 'Name', full_name FROM customer
            UNION ALL SELECT 'Name', last_name FROM customer
            UNION ALL SELECT 'Name', first_name || ' ' || last_name FROM employee
            UNION ALL SELECT 'Name', last_name FROM employee
            UNION ALL SELECT 'Street', street FROM address
            UNION ALL SELECT 'Identifier', customer_number FROM customer
            UNION ALL SELECT 'Identifier', iban FROM payment_method
            UNION ALL SELECT 'Identifier', "bankIban" FROM employee) AS seeded
        WHERE value IS NOT NULL
        """;

    private const string LoyaltyQuery = """
        SELECT 'Identifier', customer_number FROM member UNION SELECT 'Identifier', nickname FROM member WHERE nickname IS NOT NULL
        """;
}
