using Governance.Consent.Webhooks;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Consent.Records;

/// <summary>Records, their events, answers kept for repeats, what the caches must drop and whom to tell, in one round trip.</summary>
internal static class RecordInsert
{
    private const string Sql = """
        WITH records AS (
            INSERT INTO consent_records (id, subject, purpose_code, purpose_version, version, action, recorded_at, occurred_at, notice_code, notice_version, language,
                content_hash, withdrawal_method, expires_at, method, source, given_by, country, recorded_by, relates_to, reason, demonstrable, evidence, import_id)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
        ), messages AS (
            INSERT INTO outbox (id, message_type, body, trace_parent, lease, leased_until, attempts, created_at, visible_at)
            SELECT *, $32, $32 FROM unnest($25, $26, $27, $28, $29, $30, $31)
        ), answers AS (
            INSERT INTO idempotency_keys (caller, endpoint, key, request_hash, status_code, location, body, created_at)
            SELECT * FROM unnest($33, $34, $35, $36, $37, $38, $39, $40)
        )
        INSERT INTO cache_changes (subject, purpose_code) SELECT * FROM unnest($41, $42) RETURNING xid
        """;

    /// <summary>Returns the transaction's id.</summary>
    public static async Task<ulong> ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, RecordRows rows, DateTimeOffset now, CancellationToken ct)
    {
        var command = new NpgsqlBatchCommand(Sql);
        AddRecords(command, rows.Records);
        AddMessages(command, rows.Messages, now);
        AddAnswers(command, rows.Answers);
        var changed = rows.Changed;
        command.Array(NpgsqlDbType.Text, changed, k => k.Subject);
        command.Array(NpgsqlDbType.Text, changed, k => k.Purpose);
        // Without a transaction of the caller's the two are one of their own.
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { command, DeliveryLine.Command(rows.Records.Select(r => (r.Key, r.Version)), now) } };
        await batch.PrepareAsync(ct);
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var xid = row.GetFieldValue<ulong>(0);
        while (await row.NextResultAsync(ct))
        {
            // All of one transaction. Reading to the end brings out what went wrong.
        }
        return xid;
    }

    private static void AddRecords(NpgsqlBatchCommand command, IReadOnlyList<ConsentRecord> records)
    {
        command.Array(NpgsqlDbType.Uuid, records, r => r.Id);
        command.Array(NpgsqlDbType.Text, records, r => r.Subject);
        command.Array(NpgsqlDbType.Text, records, r => r.PurposeCode);
        command.Array(NpgsqlDbType.Integer, records, r => r.PurposeVersion);
        command.Array(NpgsqlDbType.Integer, records, r => r.Version);
        command.Array(NpgsqlDbType.Text, records, r => r.Action.ToString());
        command.Array(NpgsqlDbType.TimestampTz, records, r => r.RecordedAt);
        command.Array(NpgsqlDbType.TimestampTz, records, r => r.OccurredAt);
        command.Array(NpgsqlDbType.Text, records, r => r.NoticeCode);
        command.Array(NpgsqlDbType.Integer, records, r => r.NoticeVersion);
        command.Array(NpgsqlDbType.Text, records, r => r.Language);
        command.Array(NpgsqlDbType.Bytea, records, r => r.ContentHash is { } hash ? Convert.FromHexString(hash) : null);
        command.Array(NpgsqlDbType.Text, records, r => r.WithdrawalMethod);
        command.Array(NpgsqlDbType.TimestampTz, records, r => r.ExpiresAt);
        command.Array(NpgsqlDbType.Text, records, r => r.Method);
        command.Array(NpgsqlDbType.Text, records, r => r.Source);
        command.Array(NpgsqlDbType.Text, records, r => r.GivenBy.ToString());
        command.Array(NpgsqlDbType.Text, records, r => r.Country);
        command.Array(NpgsqlDbType.Text, records, r => r.RecordedBy);
        command.Array(NpgsqlDbType.Uuid, records, r => r.RelatesTo);
        command.Array(NpgsqlDbType.Text, records, r => r.Reason);
        command.Array(NpgsqlDbType.Boolean, records, r => r.Demonstrable);
        command.Array(NpgsqlDbType.Text, records, r => r.Evidence);
        command.Array(NpgsqlDbType.Uuid, records, r => r.ImportId);
    }

    private static void AddMessages(NpgsqlBatchCommand command, IReadOnlyList<OutboxMessage> messages, DateTimeOffset now)
    {
        command.Array(NpgsqlDbType.Uuid, messages, m => m.Id);
        command.Array(NpgsqlDbType.Text, messages, m => m.MessageType);
        command.Array(NpgsqlDbType.Text, messages, m => m.Body);
        command.Array(NpgsqlDbType.Text, messages, m => m.TraceParent);
        command.Array(NpgsqlDbType.Uuid, messages, m => m.Lease);
        command.Array(NpgsqlDbType.TimestampTz, messages, m => m.LeasedUntil);
        command.Array(NpgsqlDbType.Integer, messages, m => m.Attempts);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
    }

    private static void AddAnswers(NpgsqlBatchCommand command, IReadOnlyList<IdempotencyRecord> answers)
    {
        command.Array(NpgsqlDbType.Text, answers, a => a.Caller);
        command.Array(NpgsqlDbType.Text, answers, a => a.Endpoint);
        command.Array(NpgsqlDbType.Text, answers, a => a.Key);
        command.Array(NpgsqlDbType.Bytea, answers, a => a.RequestHash);
        command.Array(NpgsqlDbType.Integer, answers, a => a.StatusCode);
        command.Array(NpgsqlDbType.Text, answers, a => a.Location);
        command.Array(NpgsqlDbType.Text, answers, a => a.Body);
        command.Array(NpgsqlDbType.TimestampTz, answers, a => a.CreatedAt);
    }

    private static void Array<TRow, TValue>(this NpgsqlBatchCommand command, NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
