using Governance.Audit.Verification;

namespace Governance.Audit.Tests.Log;

/// <summary>What a database superuser could do, and what verification calls it.</summary>
public sealed class AttackTests(WholeLog whole) : IClassFixture<WholeLog>
{
    public static TheoryData<string, string, string, long?> Attacks => new()
    {
        { "edited bytes", "UPDATE entries SET canonical = set_byte(canonical, 20, get_byte(canonical, 20) # 1) WHERE sequence = 7", "Edited", 7 },
        { "edited bytes and column together", "UPDATE entries SET actor_id = 'u-9', canonical = convert_to(replace(convert_from(canonical, 'UTF8'), '\"u-1\"', '\"u-9\"'), 'UTF8') WHERE sequence = 299", "Edited", 299 },
        { "deleted", "DELETE FROM entries WHERE sequence = 100", "Missing", 100 },
        { "deleted and closed up", "DELETE FROM entries WHERE sequence = 100;" + Shifted(101, -1), "Missing", 100 },
        { "last one deleted", "DELETE FROM entries WHERE sequence = 299", "Missing", 299 },
        { "cut off", "DELETE FROM entries WHERE sequence >= 290", "Missing", 290 },
        { "emptied", "TRUNCATE entries", "Missing", 0 },
        { "inserted in the middle", Shifted(50, 1) + Copy(49, 50), "Inserted", 50 },
        { "inserted at the end", Copy(299, 300), "Inserted", 300 },
        { "inserted before the first", Copy(0, -1), "Inserted", -1 },
        { "two neighbours swapped", Swap(10, 11), "Reordered", 10 },
        { "last two swapped", Swap(298, 299), "Reordered", 298 },
        { "two far apart swapped", Swap(3, 280), "Reordered", 3 },
        { "one copied over another", "UPDATE entries a SET canonical = b.canonical FROM entries b WHERE a.sequence = 20 AND b.sequence = 30", "Reordered", 20 },
        { "leaf changed in its tile", FlipTile("level = 0 AND index = 0", 32 * 9), "TileDiffers", 0 },
        { "leaf changed in the last tile", FlipTile("level = 0 AND index = 1", 3), "TileDiffers", 256 },
        { "upper tile changed", FlipTile("level = 1", 3), "TileDiffers", 0 },
        { "tile deleted", "DELETE FROM tiles WHERE level = 0 AND index = 1", "TileMissing", 256 },
        { "tile added", "INSERT INTO tiles VALUES (0, 2, sha256('x'))", "TileInserted", 512 },
        { "tile made longer", "UPDATE tiles SET hashes = hashes || sha256('x') WHERE level = 1", "TileDiffers", 0 },
        { "root changed", "UPDATE log_head SET root_hash = sha256('x')", "HeadDiffers", null },
        { "head deleted", "DELETE FROM log_head", "HeadDiffers", null },
        { "size lowered", "UPDATE log_head SET size = 200", "Inserted", 200 },
        { "size raised", "UPDATE log_head SET size = 301", "Missing", 300 },
        { "unreadable text", "ALTER TABLE entries ALTER outcome DROP NOT NULL; UPDATE entries SET outcome = NULL WHERE sequence = 4", "ColumnDiffers", 4 },
    };

    public static TheoryData<string, string> Columns => new()
    {
        { "event_id", "gen_random_uuid()" },
        { "occurred_at", "occurred_at + interval '1 microsecond'" },
        { "recorded_at", "recorded_at - interval '1 day'" },
        { "source", "source || 'x'" },
        { "action", "lower(action)" },
        { "actor_type", "'service'" },
        { "actor_id", "'someone-else'" },
        { "purpose", "'x'" },
        { "outcome", "'refused'" },
        { "reason", "''" },
        { "month", "month + 1" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Verification_names_the_attack_and_its_place(string name, string sql, string kind, long? sequence)
    {
        var log = await whole.RestoreAsync();
        await log.Database.ExecuteAsync(sql);

        var result = await log.VerifyAsync();

        Assert.True(result.Findings.Count > 0, name);
        Assert.Equal((kind, sequence), (result.Findings[0].Kind.ToString(), result.Findings[0].Sequence));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_search_column_that_says_something_else_than_the_entry_is_found(string column, string value)
    {
        var log = await whole.RestoreAsync();
        await log.Database.ExecuteAsync($"UPDATE entries SET {column} = {value} WHERE sequence = 13");

        Assert.Equal([new Finding(FindingKind.ColumnDiffers, 13, column)], (await log.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Every_stored_column_has_an_attack()
    {
        var log = await whole.RestoreAsync();
        var columns = await log.Database.ScalarAsync<string>(
            "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'entries' AND column_name NOT IN ('sequence', 'canonical')");

        Assert.Equal(columns.Split(','), Columns.Select(c => c.Data.Item1));
    }

    [Fact]
    public async Task A_log_over_several_levels_of_tiles_verifies_and_an_edit_deep_inside_is_found()
    {
        await using var log = await TestLog.CreateAsync(entries: 66_000);
        await log.AssertWholeAsync(66_000);
        await log.Database.ExecuteAsync("UPDATE entries SET canonical = canonical || ' ' WHERE sequence = 65536");

        Assert.Equal(new Finding(FindingKind.Edited, 65_536), (await log.VerifyAsync()).Findings[0]);
    }

    internal static string Shifted(int from, int by) =>
        $"UPDATE entries SET sequence = -sequence - 1 WHERE sequence >= {from}; UPDATE entries SET sequence = -sequence - 1 + ({by}) WHERE sequence < 0;";

    internal static string Swap(int a, int b) =>
        $"UPDATE entries SET sequence = -1000 WHERE sequence = {a}; UPDATE entries SET sequence = {a} WHERE sequence = {b}; UPDATE entries SET sequence = {b} WHERE sequence = -1000;";

    internal static string Copy(int from, int to) => $"""
        DROP TABLE IF EXISTS copied;
        CREATE TABLE copied AS SELECT * FROM entries WHERE sequence = {from};
        UPDATE copied SET sequence = {to}, event_id = '01890a5d-ac96-774b-bcce-b302099a8057',
            canonical = convert_to(replace(convert_from(canonical, 'UTF8'), event_id::text, '01890a5d-ac96-774b-bcce-b302099a8057'), 'UTF8');
        INSERT INTO entries SELECT * FROM copied;
        """;

    private static string FlipTile(string where, int offset) =>
        $"UPDATE tiles SET hashes = set_byte(hashes, {offset}, get_byte(hashes, {offset}) # 1) WHERE {where}";
}
