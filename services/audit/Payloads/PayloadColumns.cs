using Governance.Audit.Log;
using NpgsqlTypes;

namespace Governance.Audit.Payloads;

/// <summary>The columns of <c>payloads</c>. Verification compares each with the event.</summary>
internal static class PayloadColumns
{
    public static readonly IReadOnlyList<Column<StoredPayload>> All =
    [
        new("sequence", NpgsqlDbType.Bigint, p => p.Sequence),
        new("month", NpgsqlDbType.Date, p => p.Month),
        new("key_id", NpgsqlDbType.Uuid, p => p.KeyId),
        new("subject_pseudonym", NpgsqlDbType.Text, p => p.SubjectPseudonym),
        new("acting_subject", NpgsqlDbType.Text, p => p.ActingSubject),
        new("on_behalf_of", NpgsqlDbType.Text, p => p.OnBehalfOf),
        new("object_type", NpgsqlDbType.Text, p => p.ObjectType),
        new("object_id", NpgsqlDbType.Text, p => p.ObjectId),
        new("object_version", NpgsqlDbType.Integer, p => p.ObjectVersion),
        new("correlation_id", NpgsqlDbType.Text, p => p.CorrelationId),
        new("sealed", NpgsqlDbType.Bytea, p => p.Sealed),
    ];
}
