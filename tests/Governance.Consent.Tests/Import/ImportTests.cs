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
        var broken = BrokenLines(purpose, notice);
        using var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes(Header + "\r\n"));
        var expected = new List<(long, string)>();
        for (var i = 0; i < Lines; i++)
        {
            if (i % 100 == 57)
            {
                var (bytes, code) = broken[i / 100 % broken.Count];
                expected.Add((i + 2, code));
                file.Write(bytes);
            }
            else
            {
                file.Write(Encoding.UTF8.GetBytes(Good(i, purpose, notice)));
            }
            file.Write("\n"u8);
        }

        var import = await UploadAsync("legacy-crm", "text/csv", file.ToArray());

        var good = Lines - expected.Count;
        Assert.Equal((Lines, good, 0, expected.Count), Counts(import));
        Assert.Equal(expected, await ErrorsAsync(import));
        Assert.Equal(good, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM consent_records WHERE purpose_code = '{purpose}'"));
        Assert.Equal(good / 2 + (good % 2), import.GetProperty("undemonstrable").GetInt64(), 1.0 * Lines / 100);
        var decision = await DecideAsync("person1@example.org", purpose);
        Assert.Equal((true, true), (decision.GetProperty("allowed").GetBoolean(), decision.GetProperty("demonstrable").GetBoolean()));
        Assert.False((await DecideAsync("person0@example.org", purpose)).GetProperty("demonstrable").GetBoolean());
        Assert.Equal(0L, await service.Database.ScalarAsync<long>("SELECT (SELECT count(*) FROM import_chunks) + (SELECT count(*) FROM consent_records t WHERE t::text LIKE '%example.org%')"));

        var again = await UploadAsync("legacy-crm", "text/csv", file.ToArray());
        Assert.Equal((Lines, 0, good, expected.Count), Counts(again));
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
        var first = await UploadAsync("crm-b", "application/x-ndjson", Encoding.UTF8.GetBytes(Line("j1@example.org", "refuse") + Line("j1@example.org", "refuse") + Line("j2@example.org", "give", "7")));
        Assert.Equal((3, 2, 1, 0), Counts(first));
        var second = await UploadAsync("crm-b", "application/jsonl", Encoding.UTF8.GetBytes(Line("J1@Example.org ", "refuse") + Line("j2@example.org", "withdraw", "7") + "{\"identifierKind\":\"email\",\"identifier\":1" + "\n[]\n"));
        Assert.Equal((4, 0, 1, 3), Counts(second));
        Assert.Equal([(2, "external-id-reused"), (3, "malformed-line"), (4, "malformed-line")], await ErrorsAsync(second));
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
        Assert.Equal((3, 3, 0, 0), Counts(await UploadAsync("crm-c", "text/csv", Encoding.UTF8.GetBytes(csv))));
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
        await UploadAsync("crm-d", "text/csv", Encoding.UTF8.GetBytes($"{Header}\nemail,ends@example.org,{purpose},withdraw,{now},,,,form,proof,\nemail,other@example.org,{purpose},withdraw,{now},,,,form,proof,\n"));
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
        Assert.Equal((2, 2, 0, 0), Counts(await UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}"))));
        Assert.Equal("consent-refused", (await DecideAsync("fresh1@example.org", purpose)).GetProperty("reason").GetString());
        Assert.Equal((3, 1, 2, 0), Counts(await UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}{Line(3)}"))));
        Assert.Equal((3, 0, 3, 0), Counts(await UploadAsync("crm-e", "text/csv", Encoding.UTF8.GetBytes($"{Header}\n{Line(1)}{Line(2)}{Line(3)}"))));

        Assert.Equal(3L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM told t JOIN consent_records r USING (subject, purpose_code) WHERE purpose_code = '{purpose}'"));
        Assert.Equal(3L, await service.Database.ScalarAsync<long>($"SELECT count(*) FROM told WHERE purpose_code = '{purpose}' OR purpose_code IS NULL"));
    }

    [Fact]
    public async Task What_is_no_import_is_refused_and_leaves_nothing()
    {
        await SendAsync("x", "text/csv", Encoding.UTF8.GetBytes("identifier,surprise\n")).NamesFieldsAsync("body");
        await SendAsync("x", "text/csv", Encoding.UTF8.GetBytes("identifier,purpose\n")).NamesFieldsAsync("body");
        await SendAsync("x", "text/csv", []).NamesFieldsAsync("body");
        await SendAsync("Not a code", "text/csv", []).NamesFieldsAsync("source");
        await SendAsync("x", "application/json", "{}"u8.ToArray()).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        using var forbidden = await service.Team().PostAsync("/v1/imports?source=x", new StringContent("", Encoding.UTF8, "text/csv"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    private static string Good(int i, string purpose, string notice) =>
        $"email,\"person{i}@example.org\",{purpose},give,2026-0{(i % 9) + 1}-01T12:00:00Z,{notice},1,en,web-form,{(i % 2 == 1 ? $"\"scan \"\"{i}\"\", page 1\"" : "")},crm-{i}";

    /// <summary>More than twelve ways to break a line.</summary>
    private static List<(byte[] Bytes, string Code)> BrokenLines(string purpose, string notice)
    {
        (string Line, string Code)[] texts =
        [
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z", "wrong-number-of-fields"),
            ($"email,\"a@b.example,{purpose},give,2026-01-01T00:00:00Z,,,,,,", "malformed-line"),
            ($"email,,{purpose},give,2026-01-01T00:00:00Z,,,,,,", "field-missing"),
            ($"E Mail,a@b.example,{purpose},give,2026-01-01T00:00:00Z,,,,,,", "identifier-not-valid"),
            ("email,a@b.example,no-such,give,2026-01-01T00:00:00Z,,,,,,", "purpose-unknown"),
            ($"email,a@b.example,{purpose},grant,2026-01-01T00:00:00Z,,,,,,", "action-unknown"),
            ($"email,a@b.example,{purpose},object,2026-01-01T00:00:00Z,,,,,,", "purpose-rests-on-consent"),
            ($"email,a@b.example,{purpose},give,01/02/2026,,,,,,", "time-not-valid"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00,,,,,,", "time-not-valid"),
            ($"email,a@b.example,{purpose},give,2199-01-01T00:00:00Z,,,,,,", "time-in-the-future"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,no-such,1,en,,,", "notice-unknown"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,{notice},99,en,,,", "notice-version-unknown"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,{notice},1,fr,,,", "language-unknown"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,,1,,,,", "field-missing"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,,,,Web Form,,", "code-not-valid"),
            ($"email,a@b.example,{purpose},give,2026-01-01T00:00:00Z,,,,,{new string('x', 501)},", "value-too-long"),
            ($"email,a\0@b.example,{purpose},give,2026-01-01T00:00:00Z,,,,,,", "null-character"),
            (new string('x', 70_000), "line-too-long"),
        ];
        return [.. texts.Select(t => (Encoding.UTF8.GetBytes(t.Line), t.Code)), ([0x65, 0xFF, 0xFE, 0x2C], "not-utf-8")];
    }

    private Task<HttpResponseMessage> SendAsync(string source, string type, byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return service.Client("dpo-1", Permissions.ConsentGovern).PostAsync($"/v1/imports?source={Uri.EscapeDataString(source)}", body);
    }

    private async Task<JsonElement> UploadAsync(string source, string type, byte[] content)
    {
        var id = (await SendAsync(source, type, content).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString();
        JsonElement import = default;
        await Eventually.TrueAsync(async () =>
        {
            import = await service.Client("dpo-1", Permissions.ConsentGovern).GetAsync($"/v1/imports/{id}").JsonAsync(HttpStatusCode.OK);
            return import.GetProperty("state").GetString() == "completed";
        }, "the import is complete", TimeSpan.FromMinutes(2));
        return import;
    }

    private static (long Lines, long Imported, long Unchanged, long Rejected) Counts(JsonElement import) =>
        (import.GetProperty("lines").GetInt64(), import.GetProperty("imported").GetInt64(), import.GetProperty("unchanged").GetInt64(), import.GetProperty("rejected").GetInt64());

    private async Task<List<(long, string)>> ErrorsAsync(JsonElement import)
    {
        var errors = new List<(long, string)>();
        string? after = null;
        do
        {
            var page = await service.Client("dpo-1", Permissions.ConsentGovern).GetAsync($"/v1/imports/{import.GetProperty("id").GetString()}/errors?limit=50{(after is null ? "" : $"&after={after}")}").JsonAsync(HttpStatusCode.OK);
            errors.AddRange(page.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("line").GetInt64(), e.GetProperty("code").GetString()!)));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return errors;
    }

    private Task<JsonElement> DecideAsync(string person, string purpose, DateTimeOffset? at = null) =>
        service.Team().PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose, at)).JsonAsync(HttpStatusCode.OK);

    private async Task<bool> AllowedAsync(string person, string purpose, DateTimeOffset? at = null) => (await DecideAsync(person, purpose, at)).GetProperty("allowed").GetBoolean();
}
