using Governance.Consent.Records;
using Governance.Contracts;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Import;

/// <param name="Ended">Refusals, withdrawals and objections that end what stood here before.</param>
/// <param name="Change">The transaction in which the caches were told; null when nothing was added.</param>
internal sealed record ChunkResult(ulong? Change, long Imported, long Undemonstrable, IReadOnlyList<(long Line, LineProblem Problem)> Errors, IReadOnlyList<EndedRecord> Ended);

internal sealed record EndedRecord(StreamKey Key, int Version, OutboxMessage Message);

/// <summary>Turns a chunk into records with a few statements. What is a record already stays as it is.</summary>
internal sealed class ChunkWriter(MessageOutbox outbox, EventHeaders headers)
{
    private const string Incoming = """
        unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            AS i (line, id, subject, purpose_code, purpose_version, action, occurred_at, expires_at, notice_code, notice_version, language, content_hash, withdrawal_method, method, given_by, country, evidence)
        """;

    private const string InsertSql = $"""
        WITH fresh AS (
            SELECT DISTINCT ON (i.id) i.* FROM {Incoming}
            WHERE NOT EXISTS (SELECT 1 FROM consent_records r WHERE r.id = i.id)
            ORDER BY i.id, i.line
        ), heads AS (
            SELECT s.subject, s.purpose_code, h.version, h.recorded_at, h.happened_at
            FROM (SELECT DISTINCT subject, purpose_code FROM fresh) s
            LEFT JOIN LATERAL (
                SELECT max(r.version) AS version, max(r.recorded_at) AS recorded_at, max(COALESCE(r.occurred_at, r.recorded_at)) AS happened_at
                FROM consent_records r WHERE r.subject = s.subject AND r.purpose_code = s.purpose_code) h ON true
        ), added AS (
            INSERT INTO consent_records (id, subject, purpose_code, purpose_version, version, action, recorded_at, occurred_at, notice_code, notice_version, language,
                content_hash, withdrawal_method, expires_at, method, source, given_by, country, recorded_by, demonstrable, evidence, import_id)
            SELECT f.id, f.subject, f.purpose_code, f.purpose_version,
                COALESCE(h.version, 0) + row_number() OVER (PARTITION BY f.subject, f.purpose_code ORDER BY f.occurred_at, f.line),
                f.action, greatest($18, h.recorded_at), f.occurred_at, f.notice_code, f.notice_version, f.language,
                f.content_hash, f.withdrawal_method, f.expires_at, f.method, $19, f.given_by, f.country, $20, f.evidence IS NOT NULL AND (f.action <> 'Give' OR f.notice_code IS NOT NULL), f.evidence, $21
            FROM fresh f JOIN heads h ON h.subject = f.subject AND h.purpose_code = f.purpose_code
            RETURNING id, subject, purpose_code, version, action, occurred_at, notice_code, notice_version, language, content_hash, demonstrable
        ), dropped AS (
            INSERT INTO cache_changes (subject, purpose_code) SELECT DISTINCT subject, purpose_code FROM added RETURNING xid
        )
        SELECT count(*), count(*) FILTER (WHERE NOT demonstrable), NULL, NULL, NULL, NULL::integer, NULL, NULL, NULL::integer, NULL, NULL::bytea, (SELECT xid FROM dropped LIMIT 1) FROM added
        UNION ALL
        SELECT NULL, NULL, a.id::text, a.subject, a.purpose_code, a.version, a.action, a.notice_code, a.notice_version, a.language, a.content_hash, NULL
        FROM added a JOIN heads h ON h.subject = a.subject AND h.purpose_code = a.purpose_code
        WHERE h.version > 0 AND a.occurred_at >= h.happened_at AND a.action IN ('Refuse', 'Withdraw', 'Object')
        """;

    /// <summary>The same id with another content: an external id that was used twice.</summary>
    private const string DifferSql = $"""
        SELECT i.line FROM {Incoming} JOIN consent_records r ON r.id = i.id
        WHERE (r.subject, r.purpose_code, r.action, r.occurred_at, r.notice_code, r.notice_version, r.language, r.method, r.given_by, r.country, r.evidence)
            IS DISTINCT FROM (i.subject, i.purpose_code, i.action, i.occurred_at, i.notice_code, i.notice_version, i.language, i.method, i.given_by, i.country, i.evidence)
        """;

    public async Task<ChunkResult> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid import, string source, string by, IReadOnlyList<ImportRow> rows, DateTimeOffset now, CancellationToken ct)
    {
        var (change, imported, undemonstrable, ended) = ((ulong?)null, 0L, 0L, new List<EndedRecord>());
        await using (var insert = Command(InsertSql, connection, transaction, rows))
        {
            insert.Parameters.Add(ImportStore.P(now));
            insert.Parameters.Add(ImportStore.P(source));
            insert.Parameters.Add(ImportStore.P(by));
            insert.Parameters.Add(ImportStore.P(import));
            await using var row = await insert.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (!await row.IsDBNullAsync(0, ct))
                    (change, imported, undemonstrable) = (await row.IsDBNullAsync(11, ct) ? null : row.GetFieldValue<ulong>(11), row.GetInt64(0), row.GetInt64(1));
                else
                    ended.Add(new(new(row.GetString(3), row.GetString(4)), row.GetInt32(5), outbox.RowOf(Ended(row))));
            }
        }
        var errors = new List<(long, LineProblem)>();
        if (imported < rows.Count)
        {
            await using var differ = Command(DifferSql, connection, transaction, rows);
            await using var row = await differ.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                errors.Add((row.GetInt64(0), new LineProblem("external-id-reused", "externalId")));
        }
        return new(change, imported, undemonstrable, errors, ended);
    }

    private IEvent Ended(NpgsqlDataReader row)
    {
        var (id, purpose, version) = (Guid.Parse(row.GetString(2)), row.GetString(4), row.GetInt32(5));
        var header = headers.New(null, "consent-record", id, row.GetString(3)) with { ObjectVersion = version, Purpose = purpose };
        return row.GetString(6) switch
        {
            nameof(ConsentAction.Object) => new ObjectionRaised(header, id, purpose, version),
            nameof(ConsentAction.Refuse) when !row.IsDBNull(7) =>
                new ConsentRefused(header, id, purpose, version, row.GetString(7), row.GetInt32(8), row.GetString(9), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(10))),
            // A refusal without a notice ends as much as a withdrawal does.
            _ => new ConsentWithdrawn(header, id, purpose, version),
        };
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<ImportRow> rows)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 300 };
        void Column<T>(NpgsqlDbType type, Func<ImportRow, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
        Column(NpgsqlDbType.Bigint, r => r.Line);
        Column(NpgsqlDbType.Uuid, r => r.Id);
        Column(NpgsqlDbType.Text, r => r.Subject);
        Column(NpgsqlDbType.Text, r => r.Purpose);
        Column(NpgsqlDbType.Integer, r => r.PurposeVersion);
        Column(NpgsqlDbType.Text, r => r.Action.ToString());
        Column(NpgsqlDbType.TimestampTz, r => r.OccurredAt);
        Column(NpgsqlDbType.TimestampTz, r => r.ExpiresAt);
        Column(NpgsqlDbType.Text, r => r.Notice);
        Column(NpgsqlDbType.Integer, r => r.NoticeVersion);
        Column(NpgsqlDbType.Text, r => r.Language);
        Column(NpgsqlDbType.Bytea, r => r.ContentHash is { } hash ? Convert.FromHexString(hash) : null);
        Column(NpgsqlDbType.Text, r => r.WithdrawalMethod);
        Column(NpgsqlDbType.Text, r => r.Method);
        Column(NpgsqlDbType.Text, r => r.GivenBy.ToString());
        Column(NpgsqlDbType.Text, r => r.Country);
        Column(NpgsqlDbType.Text, r => r.Evidence);
        return command;
    }
}
