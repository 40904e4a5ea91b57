using Governance.Audit.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Audit.Payloads;

internal static class PayloadPartitions
{
    /// <summary>Which of these months have no partition yet.</summary>
    public static NpgsqlBatchCommand Missing(IEnumerable<DateOnly> months)
    {
        var all = months.ToArray();
        var command = new NpgsqlBatchCommand("SELECT month FROM unnest($1, $2) AS wanted (month, name) WHERE to_regclass(name) IS NULL");
        command.Parameters.Add(new() { Value = all });
        command.Parameters.Add(new() { Value = all.Select(PayloadMonth.Table).ToArray() });
        return command;
    }

    public static async Task CreateAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        await using var create = new NpgsqlCommand(Create(month), connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Months that have a partition, ascending.</summary>
    public static async Task<IReadOnlyList<DateOnly>> MonthsAsync(AuditDbContext db, CancellationToken ct)
    {
        var tables = await db.Database.SqlQuery<string>($"SELECT inhrelid::regclass::text AS \"Value\" FROM pg_inherits WHERE inhparent = 'payloads'::regclass").ToListAsync(ct);
        return [.. tables.Select(PayloadMonth.OfTable).Order()];
    }

    /// <summary>No statistics are kept of these columns: the database would hold erased values in them.</summary>
    private static string Create(DateOnly month) => $"""
        CREATE TABLE {PayloadMonth.Table(month)} PARTITION OF payloads FOR VALUES FROM ('{PayloadMonth.Literal(month)}') TO ('{PayloadMonth.Literal(month.AddMonths(1))}');
        ALTER TABLE {PayloadMonth.Table(month)}
            ALTER subject_pseudonym SET STATISTICS 0, ALTER acting_subject SET STATISTICS 0, ALTER on_behalf_of SET STATISTICS 0,
            ALTER object_id SET STATISTICS 0, ALTER correlation_id SET STATISTICS 0, ALTER sealed SET STATISTICS 0, ALTER key_id SET STATISTICS 0;
        """;
}
