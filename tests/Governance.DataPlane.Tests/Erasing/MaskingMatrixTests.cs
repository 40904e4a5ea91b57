using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.DataPlane.Tests.Support;

namespace Governance.DataPlane.Tests.Erasing;

public sealed class MaskingMatrixTests : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE TYPE mood AS ENUM ('glad', 'sad');
        CREATE DOMAIN positive AS int CHECK (VALUE > 0 AND VALUE < 1000);
        CREATE TABLE parent (id int PRIMARY KEY);
        INSERT INTO parent VALUES (1);
        CREATE TABLE t (id int PRIMARY KEY, c_text text, c_varchar varchar(30), c_tiny varchar(5), c_char char(8), c_email varchar(40), c_small smallint, c_int int, c_big bigint,
            c_numeric numeric(8,2), c_float float8, c_date date, c_time timestamp, c_timetz timestamptz, c_uuid uuid, c_bool bool, c_json json, c_jsonb jsonb, c_bytea bytea,
            c_inet inet, c_array text[], c_enum mood, c_domain positive, c_required text NOT NULL,
            c_fk int REFERENCES parent, c_unique varchar(40) UNIQUE, c_checked text CHECK (c_checked LIKE 'A%'),
            c_generated text GENERATED ALWAYS AS (c_text) STORED);
        INSERT INTO t SELECT i, 'secret' || i, 'secret' || i, 'abc' || i, 'secret' || i, 's' || i || '@b.org', i, i, i, i, i, '1980-05-17', '1980-05-17 10:00', '1980-05-17 10:00Z',
            ('00000000-0000-4000-a000-00000000000' || i)::uuid, true, '{"a": 1}', '{"a": 1}', '\xab', '10.1.2.3', '{secret}', 'sad', i, 'secret' || i, 1, 'u' || i, 'A' || i
        FROM generate_series(1, 3) i;
        """;

    private TestStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await TestStore.CreateAsync(Schema);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("c_text", MaskingMethod.Null, null)]
    [InlineData("c_enum", MaskingMethod.Null, null)]
    [InlineData("c_fk", MaskingMethod.Null, null)]
    [InlineData("c_bytea", MaskingMethod.Null, null)]
    [InlineData("c_text", MaskingMethod.Constant, "it's \"erased\"; --")]
    [InlineData("c_tiny", MaskingMethod.Constant, "erase")]
    [InlineData("c_int", MaskingMethod.Constant, "0")]
    [InlineData("c_numeric", MaskingMethod.Constant, "1.25")]
    [InlineData("c_date", MaskingMethod.Constant, "1900-01-01")]
    [InlineData("c_bool", MaskingMethod.Constant, "false")]
    [InlineData("c_json", MaskingMethod.Constant, "{}")]
    [InlineData("c_jsonb", MaskingMethod.Constant, "{}")]
    [InlineData("c_bytea", MaskingMethod.Constant, "\\x00")]
    [InlineData("c_inet", MaskingMethod.Constant, "0.0.0.0")]
    [InlineData("c_array", MaskingMethod.Constant, "{}")]
    [InlineData("c_enum", MaskingMethod.Constant, "glad")]
    [InlineData("c_domain", MaskingMethod.Constant, "7")]
    [InlineData("c_required", MaskingMethod.Constant, "x")]
    [InlineData("c_text", MaskingMethod.Pseudonym, null)]
    [InlineData("c_varchar", MaskingMethod.Pseudonym, null)]
    [InlineData("c_tiny", MaskingMethod.Pseudonym, null)]
    [InlineData("c_char", MaskingMethod.Pseudonym, null)]
    [InlineData("c_email", MaskingMethod.Pseudonym, null)]
    [InlineData("c_small", MaskingMethod.Pseudonym, null)]
    [InlineData("c_int", MaskingMethod.Pseudonym, null)]
    [InlineData("c_big", MaskingMethod.Pseudonym, null)]
    [InlineData("c_numeric", MaskingMethod.Pseudonym, null)]
    [InlineData("c_uuid", MaskingMethod.Pseudonym, null)]
    [InlineData("c_unique", MaskingMethod.Pseudonym, null)]
    [InlineData("c_date", MaskingMethod.Generalise, "year")]
    [InlineData("c_time", MaskingMethod.Generalise, "month")]
    [InlineData("c_timetz", MaskingMethod.Generalise, "year")]
    [InlineData("c_text", MaskingMethod.Generalise, "prefix:3")]
    [InlineData("c_inet", MaskingMethod.Generalise, "prefix:16")]
    [InlineData("c_int", MaskingMethod.Generalise, "round:10")]
    [InlineData("c_float", MaskingMethod.Generalise, "round:10")]
    public async Task What_preparation_lets_through_is_masked(string column, MaskingMethod method, string? value)
    {
        var plan = await PlanAsync(column, method, value);
        var old = await _store.ChecksumAsync($"SELECT {column} FROM t WHERE id < 3");
        var rest = await _store.ChecksumAsync($"SELECT (to_jsonb(t) - '{column}' - 'c_generated')::text FROM t");
        var other = await _store.ChecksumAsync("SELECT * FROM t WHERE id = 3");
        Assert.Empty((await _store.PrepareAsync(plan, Two)).Problems);

        Assert.Equal(2, (await _store.EraseAsync(plan, Two)).Done.Single().Rows);

        Assert.NotEqual(old, await _store.ChecksumAsync($"SELECT {column} FROM t WHERE id < 3"));
        Assert.Equal(rest, await _store.ChecksumAsync($"SELECT (to_jsonb(t) - '{column}' - 'c_generated')::text FROM t"));
        Assert.Equal(other, await _store.ChecksumAsync("SELECT * FROM t WHERE id = 3"));
    }

    [Theory]
    [InlineData("c_required", MaskingMethod.Null, null, "not-null")]
    [InlineData("c_tiny", MaskingMethod.Constant, "erased", "too-long")]
    [InlineData("c_char", MaskingMethod.Constant, "far too long", "too-long")]
    [InlineData("c_int", MaskingMethod.Constant, "erased", "type-mismatch")]
    [InlineData("c_uuid", MaskingMethod.Constant, "erased", "type-mismatch")]
    [InlineData("c_date", MaskingMethod.Constant, "erased", "type-mismatch")]
    [InlineData("c_jsonb", MaskingMethod.Constant, "erased", "type-mismatch")]
    [InlineData("c_enum", MaskingMethod.Constant, "erased", "type-mismatch")]
    [InlineData("c_small", MaskingMethod.Constant, "99999", "type-mismatch")]
    [InlineData("c_numeric", MaskingMethod.Constant, "9999999.5", "type-mismatch")]
    [InlineData("c_domain", MaskingMethod.Constant, "-1", "check-constraint")]
    [InlineData("c_domain", MaskingMethod.Pseudonym, null, "check-constraint")]
    [InlineData("c_checked", MaskingMethod.Constant, "erased", "check-constraint")]
    [InlineData("c_unique", MaskingMethod.Constant, "erased", "unique")]
    [InlineData("c_generated", MaskingMethod.Null, null, "generated")]
    [InlineData("c_fk", MaskingMethod.Pseudonym, null, "foreign-key")]
    [InlineData("c_date", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_bool", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_jsonb", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_array", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_enum", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_bytea", MaskingMethod.Pseudonym, null, "type-mismatch")]
    [InlineData("c_text", MaskingMethod.Generalise, "year", "type-mismatch")]
    [InlineData("c_date", MaskingMethod.Generalise, "round:10", "type-mismatch")]
    [InlineData("c_int", MaskingMethod.Generalise, "prefix:2", "type-mismatch")]
    [InlineData("c_int", MaskingMethod.Generalise, "round:0", "type-mismatch")]
    public async Task What_can_not_be_masked_as_planned_blocks_the_plan(string column, MaskingMethod method, string? value, string code)
    {
        var plan = await PlanAsync(column, method, value);

        var problem = Assert.Single((await _store.PrepareAsync(plan, Two)).Problems);

        Assert.Equal(new StepProblem(1, "public.t", column, code, true), problem);
    }

    [Fact]
    public async Task A_constant_that_another_row_already_has_in_a_unique_column_blocks_the_plan()
    {
        var plan = await PlanAsync("c_unique", MaskingMethod.Constant, "u3");

        Assert.Equal("unique", Assert.Single((await _store.PrepareAsync(plan, new SubjectIdentifier("number", "1"))).Problems).Code);
    }

    [Fact]
    public async Task Pseudonyms_are_keyed_stable_and_shaped_to_the_column()
    {
        await _store.EraseAsync(await PlanAsync("c_email", MaskingMethod.Pseudonym, null), Two);
        await _store.EraseAsync(await PlanAsync("c_text", MaskingMethod.Pseudonym, null), Two);

        using var hmac = new System.Security.Cryptography.HMACSHA256(TestStore.Key);
        var expected = Convert.ToHexStringLower(hmac.ComputeHash("secret1"u8.ToArray()))[..32];
        Assert.Equal($"erased-{expected}", await _store.ScalarAsync<string>("SELECT c_text FROM t WHERE id = 1"));
        Assert.Matches("^[0-9a-f]{25}@erased[.]invalid$", await _store.ScalarAsync<string>("SELECT c_email FROM t WHERE id = 1"));
    }

    private static SubjectIdentifier[] Two => [new("number", "1"), new("number", "2")];

    private Task<StorePlan> PlanAsync(string column, MaskingMethod method, string? value) => PlanBuilder.Erase
        .Subject("t", StepAction.Mask, ("id", "number")).Mask(column, method, value)
        .Categorised(column, column == "c_email" ? "user.contact.email" : "user")
        .ForAsync(_store);
}
