using System.Net;
using System.Net.Http.Json;
using System.Text;
using Governance.ServiceDefaults.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Governance.Consent.Tests.Subjects;

/// <summary>One name, however its letters are put together, is one person.</summary>
public sealed class NormalisationTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    /// <summary>Unicode Standard Annex 15, figures 3 to 5, and Hangul.</summary>
    [Theory]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("A\u030a", "\u00c5")]
    [InlineData("s\u0307\u0323", "\u1e69")]
    [InlineData("\u1e0b\u0323", "\u1e0d\u0307")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\ufb01", "\ufb01")]
    [InlineData("2\u2075", "2\u2075")]
    [InlineData("\U0001d15e", "\U0001d157\U0001d165")]
    [InlineData("plain ASCII", "plain ASCII")]
    public void Text_is_composed_as_the_standard_says(string text, string composed) => Assert.Equal(composed, Identifiers.Normalise("customer-id", text));

    [Fact]
    public async Task Any_text_is_composed_as_postgresql_composes_it()
    {
        (int From, int To)[] ranges = [(0x41, 0x17f), (0x300, 0x345), (0x391, 0x3ff), (0x5d0, 0x5ea), (0x900, 0x97f), (0x1100, 0x11ff), (0x1e00, 0x1eff), (0xac00, 0xac40), (0x1d15e, 0x1d164)];
        var random = new Random(15);
        var texts = Enumerable.Range(0, 3_000).Select(_ =>
        {
            var text = new StringBuilder("x");
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                var (from, to) = random.Next(2) == 0 ? ranges[1] : ranges[random.Next(ranges.Length)];
                text.Append(new Rune(random.Next(from, to + 1)).ToString());
            }
            return text.ToString();
        }).ToArray();
        await using var command = service.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT array_agg(normalize(t, NFC) ORDER BY n) FROM unnest($1) WITH ORDINALITY AS u (t, n)");
        command.Parameters.Add(new() { Value = texts });
        var composed = (string[])(await command.ExecuteScalarAsync())!;

        Assert.Equal(composed, texts.Select(t => Identifiers.Normalise("customer-id", t)));
        Assert.NotEqual(composed, texts);
    }

    [Fact]
    public async Task Who_consented_under_a_composed_name_withdraws_under_a_decomposed_one()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        const string Composed = "rené.müller@exämple.org";
        var decomposed = Composed.Replace("é", "e\u0301", StringComparison.Ordinal).Replace("ü", "u\u0308", StringComparison.Ordinal).Replace("ä", "a\u0308", StringComparison.Ordinal);
        Assert.NotEqual(Composed.Length, decomposed.Length);
        var given = await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(Composed, purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
        Assert.True(await AllowedAsync(decomposed.ToUpperInvariant(), purpose));
        var withdrawn = await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(decomposed, purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal((given.GetProperty("subject").GetString(), 2), (withdrawn.GetProperty("subject").GetString(), withdrawn.GetProperty("version").GetInt32()));
        Assert.False(await AllowedAsync(Composed, purpose));
        var history = await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(decomposed) }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(2, history.GetProperty("items").GetArrayLength());
    }

    private async Task<bool> AllowedAsync(string person, string purpose) =>
        (await service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose)).JsonAsync(HttpStatusCode.OK)).GetProperty("allowed").GetBoolean();
}
