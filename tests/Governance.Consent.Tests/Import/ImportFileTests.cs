using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Governance.Consent.Tests.Import;

/// <summary>Files as programs really write them.</summary>
public sealed class ImportFileTests(ImportPurposes service) : IClassFixture<ImportPurposes>
{
    private const string Short = "identifierKind,identifier,purpose,action,occurredAt,evidence,externalId";

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];

    [Theory]
    [InlineData("\uFEFF", "\r\n", true)]
    [InlineData("", "\n", false)]
    [InlineData("\uFEFF", "\n", false)]
    [InlineData("", "\r\n", false)]
    public async Task A_mark_at_the_beginning_either_line_end_and_none_at_the_last_line_are_read(string mark, string end, bool atLast)
    {
        // Blank lines count as lines of the file, not as records; the last two lines end otherwise than the rest.
        var csv = $"{mark}{Short}{end}{Line(1)}{end}{end}  {end}{Line(2)}\n{Line(3)}\r\nbroken{end}{Line(4)}{(atLast ? end : "")}";
        var import = await service.UploadAsync("files", "text/csv; charset=utf-8", Encoding.UTF8.GetBytes(csv));
        Assert.Equal((5, 4, 0, 1), Uploads.Counts(import));
        Assert.Equal([(7, "wrong-number-of-fields")], await service.ErrorsAsync(import));
        var json = $"{mark}{Json(5)}{end}{end}{Json(6)}{(atLast ? end : "")}";
        Assert.Equal((2, 2, 0, 0), Uploads.Counts(await service.UploadAsync("files", "application/jsonl", Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public async Task A_quoted_line_break_costs_the_lines_it_spans_and_nothing_behind_them()
    {
        var import = await service.UploadAsync("files", "text/csv", Encoding.UTF8.GetBytes($"{Short}\n{Line(1)}\n{Line(2, "\"scan,\nsecond page\"")}\n{Line(3, "\"scan, \"\"page 1\"\"\"")}\n"));
        Assert.Equal((4, 2, 0, 2), Uploads.Counts(import));
        Assert.Equal([(3, "malformed-line"), (4, "malformed-line")], await service.ErrorsAsync(import));
        Assert.Equal("scan, \"page 1\"", (await RecordsAsync(3))[0].GetProperty("evidence").GetString());
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_costs_itself_only()
    {
        var import = await service.UploadAsync("files", "text/csv", Encoding.UTF8.GetBytes($"{Short}\n{Line(1)}\n{new string('x', 10_000_000)}\n{Line(2)}\n{new string('"', 200_000)}"));
        Assert.Equal((4, 2, 0, 2), Uploads.Counts(import));
        Assert.Equal([(3, "line-too-long"), (5, "line-too-long")], await service.ErrorsAsync(import));
    }

    [Fact]
    public async Task Another_encoding_imports_nothing()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            await service.SendAsync("files", "text/csv", [.. encoding.GetPreamble(), .. encoding.GetBytes($"{Short}\n{Line(1)}\n")]).NamesFieldsAsync("body");
            var import = await service.UploadAsync("files", "application/jsonl", [.. encoding.GetPreamble(), .. encoding.GetBytes($"{Json(1)}\n{Json(2)}\n")]);
            Assert.Equal(0, Uploads.Counts(import).Imported);
            Assert.True(Uploads.Counts(import).Rejected >= 2);
        }
        Assert.Empty(await RecordsAsync(1));
    }

    [Theory]
    [InlineData(Short + ",evidence")]
    [InlineData(Short + ",Evidence")]
    [InlineData(Short + ",")]
    [InlineData(Short + ", evidence")]
    [InlineData("identifierKind,identifier,purpose,action")]
    [InlineData("\"" + Short)]
    [InlineData("identifierKind,identifier,purpose,action,occurredAt\remail,a@b.example,p,give,2026-01-01T00:00:00Z\r")]
    public async Task A_header_that_is_not_understood_refuses_the_file(string header) =>
        await service.SendAsync("files", "text/csv", Encoding.UTF8.GetBytes($"{header}\n{Line(1)}\n")).NamesFieldsAsync("body");

    [Fact]
    public async Task One_external_id_names_one_content()
    {
        byte[] File(params string[] evidence) => Encoding.UTF8.GetBytes($"{Short}\n{string.Concat(evidence.Select(e => $"{Line(1, e, $"x-{_run}")}\n"))}");
        var first = await service.UploadAsync("files", "text/csv", File("scan 1", "scan 1", "scan 2"));
        Assert.Equal((3, 1, 1, 1), Uploads.Counts(first));
        Assert.Equal([(4, "external-id-reused", "externalId")], await service.FaultsAsync(first));
        // Corrected at the source: not taken over in silence, and not lost in silence.
        var second = await service.UploadAsync("files", "text/csv", File("scan 3"));
        Assert.Equal([(2, "external-id-reused", "externalId")], await service.FaultsAsync(second));
        Assert.Equal("scan 1", Assert.Single(await RecordsAsync(1)).GetProperty("evidence").GetString());
        // Another source has ids of its own.
        Assert.Equal((1, 1, 0, 0), Uploads.Counts(await service.UploadAsync("others", "text/csv", File("scan 3"))));
    }

    [Fact]
    public async Task A_notice_that_is_only_announced_was_shown_to_nobody()
    {
        await service.Dpo().PostAsJsonAsync($"/v1/notices/{service.Notice}/versions", Bodies.Version("minor", [service.Purpose], service.Clock.GetUtcNow().AddDays(30))).JsonAsync(HttpStatusCode.Created);
        var csv = $"{BrokenLines.Header}\nemail,{Person(1)},{service.Purpose},give,2026-01-01T00:00:00Z,{service.Notice},2,en,,proof,\n";
        var import = await service.UploadAsync("files", "text/csv", Encoding.UTF8.GetBytes(csv));
        Assert.Equal([(2, "notice-not-in-effect", "noticeVersion")], await service.FaultsAsync(import));
    }

    [Fact]
    public async Task A_slow_upload_is_not_given_up()
    {
        var source = ConsentFixture.NewCode("slow");
        string Lease() => $"SELECT COALESCE(max(leased_until), 'epoch') FROM imports WHERE source = '{source}' AND state = 'Receiving'";
        var body = new SlowBody(async write =>
        {
            await write($"{Short}\n{Line(1)}\n");
            await Governance.Testing.Eventually.TrueAsync(async () => await service.Database.ScalarAsync<long>($"SELECT count(*) FROM imports WHERE source = '{source}'") == 1, "the upload has begun");
            var first = await service.Database.ScalarAsync<DateTime>(Lease());
            // Blank lines, fast enough for the server not to hang up.
            await Governance.Testing.Eventually.TrueAsync(
                async () =>
                {
                    await write(new string('\n', 200));
                    return await service.Database.ScalarAsync<DateTime>(Lease()) > first;
                },
                "the upload is held");
            await write($"{Line(2)}\n");
        });
        var id = (await service.SendAsync(source, "text/csv", body).JsonAsync(HttpStatusCode.Accepted)).GetProperty("id").GetString()!;
        Assert.Equal((2, 2, 0, 0), Uploads.Counts(await service.CompletedAsync(id)));
    }

    [Fact]
    public async Task An_upload_that_was_given_up_is_not_imported_in_part()
    {
        var source = ConsentFixture.NewCode("slow");
        var body = new SlowBody(async write =>
        {
            await write($"{Short}\n{Line(1)}\n");
            // What the worker does when the receiver shows no sign of life.
            await Governance.Testing.Eventually.TrueAsync(
                async () => await service.Database.ScalarAsync<long>($"WITH f AS (UPDATE imports SET state = 'Failed', failure_code = 'upload-incomplete', ended_at = now(), leased_until = NULL WHERE source = '{source}' RETURNING id) SELECT count(*) FROM f") == 1,
                "the upload is given up");
            await write($"{Line(2)}\n");
        });
        await service.SendAsync(source, "text/csv", body).IsProblemAsync(HttpStatusCode.Conflict, "upload-abandoned");
        Assert.Equal("Failed 0 0", await service.Database.ScalarAsync<string>($"SELECT state || ' ' || imported || ' ' || (SELECT count(*) FROM import_chunks c WHERE c.import_id = i.id) FROM imports i WHERE source = '{source}'"));
        Assert.Empty(await RecordsAsync(1));
        Assert.Empty(await RecordsAsync(2));
    }

    private string Line(int i, string evidence = "scan", string externalId = "") => $"email,{Person(i)},{service.Purpose},refuse,2026-01-01T12:00:00+01:00,{evidence},{externalId}";

    private string Json(int i) => $$"""{"identifierKind":"email","identifier":"{{Person(i)}}","purpose":"{{service.Purpose}}","action":"refuse","occurredAt":"2026-01-01T12:00:00Z"}""";

    private string Person(int i) => $"file{i}-{_run}@example.org";

    private async Task<List<JsonElement>> RecordsAsync(int i) =>
        [.. (await service.Team().PostAsJsonAsync("/v1/subjects/history", new { subject = Bodies.Subject(Person(i)) }).JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    /// <summary>A body whose parts leave when they are written.</summary>
    private sealed class SlowBody(Func<Func<string, Task>, Task> parts) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => parts(async text =>
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
            await stream.FlushAsync();
        });

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
