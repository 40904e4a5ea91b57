using Governance.Consent.Records;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Webhooks;

/// <summary>
/// Puts records in line for each system concerned, in the transaction that writes them: none is forgotten, and nothing has to travel
/// over the broker to come back here. What was imported before them, which nothing announced, is brought along: a version is never in
/// line before those below it (docs/decisions/0035).
/// </summary>
internal static class DeliveryLine
{
    // The laterals keep to the indexes for each history, whatever the planner believes of the tables' sizes.
    private const string Sql = """
        INSERT INTO deliveries (recipient_id, subject, purpose_code, version, record_id, action, occurred_at, state, attempts, next_attempt_at)
        SELECT p.id, r.subject, r.purpose_code, r.version, r.id, r.action, r.recorded_at, 'Pending', 0, $5
        FROM recipients p
        CROSS JOIN unnest($1, $2, $3, $4) AS added (subject, purpose_code, first, last)
        CROSS JOIN LATERAL (
            SELECT COALESCE(max(d.version), 0) AS last FROM deliveries d
            WHERE d.recipient_id = p.id AND d.subject = added.subject AND d.purpose_code = added.purpose_code) line
        CROSS JOIN LATERAL (
            SELECT * FROM consent_records c
            WHERE c.subject = added.subject AND c.purpose_code = added.purpose_code AND c.version > line.last AND c.version <= added.last
              AND (c.version >= added.first OR c.recorded_at >= p.created_at)
            ORDER BY c.version OFFSET 0) r
        WHERE p.disabled_at IS NULL AND (cardinality(p.purposes) = 0 OR added.purpose_code = ANY(p.purposes))
        ORDER BY p.id, r.subject, r.purpose_code, r.version
        ON CONFLICT (recipient_id, subject, purpose_code, version) DO NOTHING
        """;

    /// <param name="added">Records that the same transaction has written by an earlier statement.</param>
    public static NpgsqlBatchCommand Command(IEnumerable<(StreamKey Key, int Version)> added, DateTimeOffset now)
    {
        var spans = added.GroupBy(a => a.Key, a => a.Version).Select(g => (g.Key, First: g.Min(), Last: g.Max())).ToArray();
        return new(Sql)
        {
            Parameters =
            {
                Array(NpgsqlDbType.Text, spans.Select(s => s.Key.Subject)),
                Array(NpgsqlDbType.Text, spans.Select(s => s.Key.Purpose)),
                Array(NpgsqlDbType.Integer, spans.Select(s => s.First)),
                Array(NpgsqlDbType.Integer, spans.Select(s => s.Last)),
                new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
            },
        };
    }

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, IEnumerable<T> values) => new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type };
}
