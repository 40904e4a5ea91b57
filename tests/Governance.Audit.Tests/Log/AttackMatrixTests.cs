using Governance.Audit.Checkpoints;
using Governance.Audit.Tests.Checkpoints;
using Npgsql;

namespace Governance.Audit.Tests.Log;

/// <summary>
/// What a PostgreSQL superuser could do to the database, who notices, and when. The table in docs/audit.md is what this finds; GOVERNANCE_APPROVE=1 writes it anew.
/// </summary>
public sealed class AttackMatrixTests(WholeLog whole) : IClassFixture<WholeLog>
{
    private const string Verification = "verification";
    private const string NextVerification = "the next verification";

    /// <summary>Rows that steer work or repeat what entries say. The log proves nothing from them, so nothing in it shows a change to them.</summary>
    private static readonly HashSet<string> NoEvidence =
        ["__EFMigrationsHistory", "anomalies", "anomaly_approvals", "anomaly_counts", "anomaly_settings", "anomaly_watch", "entry_spans", "erasures", "failed_messages", "idempotency_keys", "inbox", "outbox", "retention_holds", "verifications"];

    private static readonly (string Name, string Sql)[] OnTheLog =
    [
        ("an entry edited, with its search columns", "UPDATE entries SET actor_id = 'u-9', canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '\"u-1\"', '\"u-9\"'), 'UTF8') WHERE sequence = 7"),
        ("an entry deleted", "DELETE FROM entries WHERE sequence = 100; DELETE FROM payloads WHERE sequence = 100"),
        ("an entry deleted and the rest moved up", "DELETE FROM entries WHERE sequence = 100;" + AttackTests.Shifted(101, -1)),
        ("the end cut off", "DELETE FROM entries WHERE sequence >= 290; DELETE FROM payloads WHERE sequence >= 290"),
        ("all entries truncated", "TRUNCATE entries"),
        ("an entry inserted in the middle", AttackTests.Shifted(50, 1) + AttackTests.Copy(49, 50)),
        ("an entry inserted at the end", AttackTests.Copy(299, 300)),
        ("two entries exchanged", AttackTests.Swap(10, 200)),
        ("an entry copied over another", "UPDATE entries a SET canonical = b.canonical FROM entries b WHERE a.sequence = 20 AND b.sequence = 30"),
        ("a payload deleted", "DELETE FROM payloads WHERE sequence = 12"),
        ("all payloads of a month dropped", "DROP TABLE payloads_2031_05"),
        ("the payloads of two entries exchanged", "UPDATE payloads a SET sealed = b.sealed FROM payloads b WHERE (a.sequence, b.sequence) IN ((3, 4), (4, 3))"),
        ("a key deleted", "DELETE FROM payload_keys WHERE subject_pseudonym = 'sub_a'"),
        ("a payload put back that was erased", "INSERT INTO payloads SELECT * FROM backup.erased_payloads; INSERT INTO payload_keys SELECT * FROM backup.erased_keys"),
        ("tiles truncated", "TRUNCATE tiles"),
        ("the head set back, entries left", "UPDATE log_head SET size = 200"),
        ("a second writer that takes no lock", AttackTests.Copy(0, 300) + "UPDATE log_head SET size = size + 1"),
    ];

    [Fact]
    public async Task The_table_of_attacks_is_as_documented()
    {
        var log = await whole.RestoreAsync();
        var rows = new List<AttackRow>();
        foreach (var (name, sql) in OnTheLog)
        {
            log = await whole.RestoreAsync();
            await log.Database.ExecuteAsync(sql);
            rows.Add(new(name, Verification, (await KindsAsync(log, name))[0], NextVerification));
        }

        foreach (var table in await TablesAsync(log))
            rows.Add(NoEvidence.Contains(table) ? new($"anything in `{table}`", "nobody", "–", "holds no evidence") : await FlipEveryColumnAsync(table));
        rows.AddRange(await ReplacedAsync());

        AttackTable.IsAsDocumented(nameof(AttackMatrixTests), rows);
    }

    /// <summary>Every column of the table, each in a row that has a value there, found by reading the catalogue.</summary>
    private async Task<AttackRow> FlipEveryColumnAsync(string table)
    {
        var log = await whole.RestoreAsync();
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var columns = await ColumnsAsync(log, table);
        Assert.NotEmpty(columns);
        foreach (var (column, type) in columns)
        {
            log = await whole.RestoreAsync();
            var place = await log.Database.ScalarAsync<string>($"SELECT tableoid::regclass::text || ' ' || ctid::text FROM {table} ORDER BY {column} IS NULL, ctid DESC LIMIT 1");
            var (partition, ctid) = (place.Split(' ')[0], place.Split(' ')[1]);
            await log.Database.ExecuteAsync($"{Unprotected(partition)} UPDATE {table} SET {column} = {Flipped(column, type)} WHERE tableoid = '{partition}'::regclass AND ctid = '{ctid}'");
            kinds.UnionWith((await KindsAsync(log, $"{table}.{column}")).Take(1));
        }

        return new($"a bit flipped in a column of `{table}`: {string.Join(", ", columns.Select(c => $"`{c.Name}`"))}", Verification, string.Join(", ", kinds), NextVerification);
    }

    /// <summary>The whole database replaced by another that fits together: only what was published elsewhere tells.</summary>
    private async Task<List<AttackRow>> ReplacedAsync()
    {
        using var settings = new TestCheckpoints();
        var log = await whole.RestoreAsync();
        using var publisher = new TestPublisher(log, settings);
        await log.Appender.AppendAsync(TestEvents.Pending(30), CancellationToken.None);
        Assert.Equal(PublishState.Published, (await publisher.PublishAsync()).State);

        await whole.RestoreAsync();
        Assert.Empty((await log.VerifyAsync()).Findings);
        var shrunk = await publisher.PublishAsync();
        await log.Appender.AppendAsync(TestEvents.Pending(60), CancellationToken.None);
        Assert.Empty((await log.VerifyAsync()).Findings);
        var rewritten = await publisher.PublishAsync();

        Assert.All([shrunk, rewritten], r => Assert.Equal(PublishState.Refused, r.State));
        const string who = "the service, against the checkpoint published outside the database; so does every witness";
        const string when = "before the next checkpoint, which is not signed";
        return
        [
            new("an old backup restored", who, shrunk.Reason!, when),
            new("an old backup restored and the log continued from it, or all of it rewritten", who, rewritten.Reason!, when),
        ];
    }

    private static async Task<IReadOnlyList<string>> KindsAsync(TestLog log, string attack)
    {
        var result = await log.VerifyAsync();
        Assert.True(result.Findings.Count > 0, $"Not found: {attack}");
        return [.. result.Findings.Select(f => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.Kind.ToString())).Distinct()];
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(TestLog log) => await ListAsync(
        log, "SELECT relname || '' FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace AND relname <> 'copied' ORDER BY relname COLLATE \"C\"");

    private static async Task<List<(string Name, string Type)>> ColumnsAsync(TestLog log, string table) =>
    [
        .. (await ListAsync(log, $"SELECT attname || ' ' || format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"))
            .Select(c => (c.Split(' ', 2)[0], c.Split(' ', 2)[1])),
    ];

    /// <summary>A superuser is held back by no constraint and no partition bound.</summary>
    private static string Unprotected(string table) => $"""
        DO $$ DECLARE c record; BEGIN
            FOR c IN SELECT conrelid::regclass::text AS t, conname FROM pg_constraint WHERE contype = 'c' AND conrelid = '{table}'::regclass LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
            END LOOP;
        END $$;
        CREATE TABLE IF NOT EXISTS payloads_elsewhere PARTITION OF payloads DEFAULT;
        """;

    private static string Flipped(string column, string type) => type switch
    {
        "bytea" => $"set_byte({column}, length({column}) / 2, get_byte({column}, length({column}) / 2) # 1)",
        "text" => $"CASE WHEN coalesce({column}, '') = '' THEN 'x' ELSE overlay({column} PLACING chr(ascii({column}) # 1) FROM 1 FOR 1) END",
        "bigint" or "integer" => $"coalesce({column} # 4096, 1)",
        "uuid" => $"encode(set_byte(uuid_send({column}), 9, get_byte(uuid_send({column}), 9) # 1), 'hex')::uuid",
        "timestamp with time zone" => $"coalesce({column}, now()) + interval '1 microsecond'",
        "date" => $"coalesce({column} + 1, '2031-05-02')",
        "boolean" => $"NOT coalesce({column}, false)",
        _ => throw new InvalidOperationException($"No bit to flip is known for {type}."),
    };

    private static async Task<IReadOnlyList<string>> ListAsync(TestLog log, string sql)
    {
        await using var connection = await log.Database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var list = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            list.Add(reader.GetString(0));
        return list;
    }
}
