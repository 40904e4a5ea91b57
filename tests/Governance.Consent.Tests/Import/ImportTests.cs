using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Contracts;
using Governance.Testing;

namespace Governance.Consent.Tests.Import;

public sealed class ImportTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    private const int Lines = 20_000;
    private const string Header = "identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,method,evidence,externalId";

    [Fact]
    public async Task Every_bad_line_is_reported_with_its_number_and_reason_the_good_ones_are_in_and_a_repeat_changes_nothing()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        var broken = BrokenLines.Csv;
        using var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes(Header + "\r\n"));
        var expected = new List<(long, string)>();
        for (var i = 0; i < Lines; i++)
        {
            if (i % 100 == 57)
            {
                var way = broken[i / 100 % broken.Count];
                expected.Add((i + 2, way.Code));
                file.Write(way.Line(purpose, notice));
            }
            else
            {
                file.Write(Encoding.UTF8.GetBytes(Good(i, purpose, notice)));
            }
            file.Write("\n"u8);
        }

        var import = await service.UploadAsync("legacy-crm", "text/csv", file.ToArray());

        var good = Lines - expected.Count;
        Assert.Equal((Lines, good, 0, expected.Count), Uploads.Counts(import));
        Assert.Equal(expected, await service.ErrorsAsync(import));
        Assert.Equal(good, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
        Assert.Equal(good / 2 + (good % 2), import.GetProperty("undemonstrable").GetInt64(), 1.0 * Lines / 100);
        var decision = await DecideAsync("person1@example.org", purpose);
        Assert.Equal((true, true), (decision.GetProperty("allowed").GetBoolean(), decision.GetProperty("demonstrable").GetBoolean()));
        Assert.False((await DecideAsync("person0@example.org", purpose)).GetProperty("demonstrable").GetBoolean());
        Assert.Equal(0L, await service.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM import_chunks) + (SELECT count(*) FROM consent_records t WHERE t::text LIKE '%example.org%')"));

        var again = await service.UploadAsync("legacy-crm", "text/csv", file.ToArray());
        Assert.Equal((Lines, 0, good, expected.Count), Uploads.Counts(again));
        Assert.Equal(good, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
        Assert.Equal(0, (await service.OutboxAsync()).Count(m => m.MessageType.EndsWith(".ConsentGiven", StringComparison.Ordinal) && m.Body.Contains(purpose, StringComparison.Ordinal)));
        foreach (var id in new[] { import, again }.Select(i => i.GetProperty("id").GetString()!))
            Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".ConsentImportCompleted", StringComparison.Ordinal) && m.Body.Contains($"\"importId\":\"{id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_lines_are_taken_without_external_ids_and_an_external_id_with_other_content_is_refused()
    {
        var purpose = await service.PurposeAsync();
        string Line(string person, string action, string? id = null) =>
            JsonSerializer.Serialize(new { identifierKind = "email", identifier = person, purpose, action, occurredAt = "2026-03-01T10:00:00+01:00", externalId = id }) + "\n";
        var first = await service.UploadAsync("crm-b", "application/x-ndjson", Encoding.UTF8.GetBytes(Line("j1@example.org", "refuse") + Line("j1@example.org", "refuse") + Line("j2@example.org", "give", "7")));
        Assert.Equal((3, 2, 1, 0), Uploads.Counts(first));
        var second = await service.UploadAsync("crm-b", "application/jsonl", Encoding.UTF8.GetBytes(Line("J1@Example.org ", "refuse") + Line("j2@example.org", "withdraw", "7") + "{\"identifierKind\":\"email\",\"identifier\":1" + "\n[]\n"));
        Assert.Equal((4, 0, 1, 3), Uploads.Counts(second));
        Assert.Equal([(2, "external-id-reused"), (3, "malformed-line"), (4, "malformed-line")], await service.ErrorsAsync(second));
        Assert.Equal("notice-not-in-effect", (await DecideAsync("j2@example.org", purpose)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_is_imported_late_does_not_undo_what_was_said_since_and_no_past_decision_changes()
    {
        var purpose = await service.PurposeAsync();
        var notice = await service.NoticeAsync(purpose);
        foreach (var person in new[] { "late1@example.org", "late2@example.org" })
            await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record(person, purpose, person[4] == '1' ? "withdraw" : "give", person[4] == '1' ? null : notice)).JsonAsync(HttpStatusCode.Created);
        var before = service.Clock.GetUtcNow();
        await Task.Yield();
        var csv = $"{Header}\nemail,late1@example.org,{purpose},give,2024-01-01T00:00:00Z,{notice},1,en,form,proof,\nemail,late3@example.org,{purpose},give,2024-01-01T00:00:00Z,{notice},1,en,form,proof,\n"
            + $"email,late2@example.org,{purpose},withdraw,2024-01-01T00:00:00Z,,,,form,proof,\n";
        Assert.Equal((3, 3, 0, 0), Uploads.Counts(await service.UploadAsync("crm-c", "text/csv", Encoding.UTF8.GetBytes(csv))));
        Assert.Equal(new[] { false, true, true }, new[] { await AllowedAsync("late1@example.org", purpose), await AllowedAsync("late2@example.org", purpose), await AllowedAsync("late3@example.org", purpose) });
        Assert.Equal(new[] { false, true, false }, new[] { await AllowedAsync("late1@example.org", purpose, before), await AllowedAsync("late2@example.org", purpose, before), await AllowedAsync("late3@example.org", purpose, before) });
    }

    [Fact]
    public async Task An_imported_withdrawal_that_ends_a_consent_has_its_own_event()
    {
        var purpose = await service.PurposeAsync();
        await service.Team().PostAsJsonAsync("/v1/records", Bodies.Record("ends@example.org", purpose, "give", await service.NoticeAsync(purpose))).JsonAsync(HttpStatusCode.Created);
        Assert.True(await AllowedAsync("ends@example.org", purpose));
        var now = service.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        await service.UploadAsync("crm-d", "text/csv", Encoding.UTF8.GetBytes($"{Header}\nemail,ends@example.org,{purpose},withdraw,{now},,,,form,proof,\nemail,other@example.org,{purpose},withdraw,{now},,,,form,proof,\n"));
        Assert.Single(await service.OutboxAsync(), m => m.MessageType.EndsWith(".ConsentWithdrawn", StringComparison.Ordinal) && m.Body.Contains(purpose, StringComparison.Ordinal));
        Assert.False(await AllowedAsync("ends@example.org", purpose));
    }

    [Fact]
    public async Task An_import_drops_from_the_caches_what_it_changed_and_nothing_else()
    {
        var purpose = await service.PurposeAsync();
        // The changes themselves are pruned once every instance has seen them.
        await service.Database.ExecuteAsync("""
            CREATE TABLE told (subject text, purpose_code text);
            CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO told VALUES (NEW.subject, NEW.purpose_code); RETURN NULL; END $$;
            CREATE TRIGGER tell AFTER INSERT ON cache_changes FOR EACH ROW EXECUTE FUNCTION tell();
            """);
        Assert.False(await AllowedAsync("fresh1@example.org", purpose));
        string Line(int i) => $"email,fresh{i}@example.org,{purpose},refuse,2026-01-01T00:00:00Z,,,,form,proof,c-{i}\n";
        Assert.Equal((2, 2, 0, 0), Uploads.Counts(await service.UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}"))));
        Assert.Equal("consent-refused", (await DecideAsync("fresh1@example.org", purpose)).GetProperty("reason").GetString());
        Assert.Equal((3, 1, 2, 0), Uploads.Counts(await service.UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}{Line(3)}"))));
        Assert.Equal((3, 0, 3, 0), Uploads.Counts(await service.UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}{Line(3)}"))));

        Assert.Equal(3L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM told t JOIN consent_records r USING (subject, purpose_code) WHERE purpose_code = '{purpose}'"));
        Assert.Equal(3L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM told WHERE purpose_code = '{purpose}' OR purpose_code IS NULL"));
    }

    [Fact]
    public async Task What_is_no_import_is_refused_and_leaves_nothing()
    {
        await service.SendAsync("x", "text/csv", Encoding.UTF8.GetBytes("identifier,surprise\n")).NamesFieldsAsync("body");
        await service.SendAsync("x", "text/csv", Encoding.UTF8.GetBytes("identifier,purpose\n")).NamesFieldsAsync("body");
        await service.SendAsync("x", "text/csv", []).NamesFieldsAsync("body");
        await service.SendAsync("Not a code", "text/csv", []).NamesFieldsAsync("source");
        await service.SendAsync("x", "application/json", "{}"u8.ToArray()).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        using var forbidden = await service.Team().PostAsync("/v1/imports?source=x", new StringContent("", Encoding.UTF8, "text/csv"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    private static string Good(int i, string purpose, string notice) =>
        $"email,\"person{i}@example.org\",{purpose},give,2026-0{(i % 9) + 1}-01T12:00:00Z,{notice},1,en,web-form,{(i % 2 == 1 ? $"\"scan \"\"{i}\"\", page 1\"" : "")},crm-{i}";

    private Task<JsonElement> DecideAsync(string person, string purpose, DateTimeOffset? at = null) =>
        service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose, at)).JsonAsync(HttpStatusCode.OK);

    private async Task<bool> AllowedAsync(string person, string purpose, DateTimeOffset? at = null) => (await DecideAsync(person, purpose, at)).GetProperty("allowed").GetBoolean();
}
