using System.Globalization;
using Npgsql;

namespace Governance.Benchmarks.Portal;

/// <summary>Requests of two years straight into the service's database: every type and state, a fifth of them open.</summary>
internal static class RequestSeed
{
    private const string Sql = """
        INSERT INTO subject_requests (
            id, type, regime, channel, pseudonym, state, received_at, received_on, identity_on, verified_at, verification_method, due_on, closed_at,
            identifier_sequence, version, language, assigned_to)
        SELECT
            -- Time-ordered like the service's own ids (RFC 9562 version 7).
            (lpad(to_hex((extract(epoch FROM received) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
            (ARRAY['Access','Erasure','Portability','Objection','Rectification','Restriction'])[1 + n % 6], 'gdpr', (ARRAY['public','internal'])[1 + n % 2],
            'sub_' || lpad(to_hex(n / 2), 32, '0'), state, received, received::date, received::date, received, 'email-code', received::date + 30,
            CASE WHEN closed THEN received + interval '20 days' END, 0, 1, 'en',
            CASE WHEN n % 3 = 0 THEN NULL ELSE (ARRAY[@dpo, @other])[1 + n % 2] END
        FROM (
            SELECT n, now() - make_interval(mins => ((@count - n) * 730.0 * 1440 / @count)::int) AS received, n < @count * 0.8 AS closed,
                CASE WHEN n < @count * 0.8 THEN (ARRAY['Completed','Completed','Completed','Refused','Cancelled'])[1 + n % 5]
                     ELSE (ARRAY['Verified','VerificationPending','Verified'])[1 + n % 3] END AS state
            FROM generate_series(1, @count) AS n) AS made
        """;

    /// <summary>Of a person with two requests.</summary>
    public static string Pseudonym(int person) => "sub_" + person.ToString("x32", CultureInfo.InvariantCulture);

    public static async Task FillAsync(string database, int count, string dpo)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue("count", count);
        command.Parameters.AddWithValue("dpo", dpo);
        command.Parameters.AddWithValue("other", Guid.CreateVersion7().ToString());
        await command.ExecuteNonQueryAsync();
        await using var analyse = source.CreateCommand("ANALYZE");
        await analyse.ExecuteNonQueryAsync();
    }
}
