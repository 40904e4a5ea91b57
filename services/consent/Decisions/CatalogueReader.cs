using System.Collections.Frozen;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Npgsql;

namespace Governance.Consent.Decisions;

/// <summary>Reads all purposes and notices from one snapshot of the database, without the notices' texts.</summary>
internal sealed class CatalogueReader(NpgsqlDataSource database)
{
    public async Task<Catalogue> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        return await ReadAsync(connection, ct);
    }

    /// <summary>In a transaction of the caller's.</summary>
    public static async Task<Catalogue> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var purposes = await PurposesAsync(connection, ct);
        var notices = await NoticesAsync(connection, ct);
        return new(purposes, notices);
    }

    private static async Task<FrozenDictionary<string, KnownPurpose>> PurposesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT p.code, p.legal_basis, p.defined_at, p.version, v.validity_days, v.children_rule, v.double_opt_in
            FROM purposes p JOIN purpose_versions v ON v.purpose_id = p.id AND v.number = p.version
            """, connection);
        await command.PrepareAsync(ct);
        var found = new Dictionary<string, KnownPurpose>(StringComparer.Ordinal);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var facts = new PurposeFacts(row.GetString(0), Enum.Parse<LegalBasis>(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2));
            found.Add(facts.Code, new(facts, row.GetInt32(3), await row.IsDBNullAsync(4, ct) ? null : row.GetInt32(4), Enum.Parse<ChildrenRule>(row.GetString(5)), row.GetBoolean(6)));
        }
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static async Task<FrozenDictionary<string, KnownNotice>> NoticesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var versions = new List<(string Notice, PublishedVersion Version, string WithdrawalMethod)>();
        await using (var command = new NpgsqlCommand("SELECT notice_code, number, change, effective_from, purpose_codes, withdrawal_method FROM notice_versions", connection))
        {
            await command.PrepareAsync(ct);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                versions.Add((row.GetString(0), new(row.GetInt32(1), Enum.Parse<NoticeChange>(row.GetString(2)), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<string[]>(4)), row.GetString(5)));
        }
        var hashes = new List<(string Notice, int Version, string Language, string Hash)>();
        await using (var command = new NpgsqlCommand("SELECT notice_code, number, language, content_hash FROM notice_texts", connection))
        {
            await command.PrepareAsync(ct);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                hashes.Add((row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3)));
        }
        var hashesOf = hashes.ToLookup(h => h.Notice, StringComparer.Ordinal);
        return versions.GroupBy(v => v.Notice, StringComparer.Ordinal).ToFrozenDictionary(
            g => g.Key,
            g => new KnownNotice(
                new NoticeTimeline(g.Select(v => v.Version)),
                hashesOf[g.Key].ToFrozenDictionary(h => (h.Version, h.Language), h => h.Hash),
                g.ToFrozenDictionary(v => v.Version.Number, v => v.WithdrawalMethod)),
            StringComparer.Ordinal);
    }
}
