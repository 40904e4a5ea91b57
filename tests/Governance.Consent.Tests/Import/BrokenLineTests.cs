using System.Text;

namespace Governance.Consent.Tests.Import;

/// <summary>A broken line between two good ones: it is named with its number and why, the good ones are in, and the same again changes nothing.</summary>
public sealed class BrokenLineTests(ImportPurposes service) : IClassFixture<ImportPurposes>
{
    public static TheoryData<string> Csv => [.. BrokenLines.Csv.Select(w => w.Name)];

    public static TheoryData<string> WideCsv => [.. BrokenLines.WideCsv.Select(w => w.Name)];

    public static TheoryData<string> Json => [.. BrokenLines.Json.Select(w => w.Name)];

    [Theory, MemberData(nameof(Csv))]
    public Task A_broken_line_of_csv_costs_itself_only(string name) =>
        CheckAsync("text/csv", BrokenLines.Header, Find(BrokenLines.Csv, name), i => $"email,{Person(i)},{service.Purpose},give,2026-01-01T00:00:00Z,{service.Notice},1,en,web-form,scan {i},");

    [Theory, MemberData(nameof(WideCsv))]
    public Task A_line_of_csv_that_the_law_does_not_allow_costs_itself_only(string name) =>
        CheckAsync("text/csv", BrokenLines.WideHeader, Find(BrokenLines.WideCsv, name), i => $",proof,16,DE,,,,,,2026-01-01T00:00:00Z,give,{service.Child},{Person(i)},email");

    [Theory, MemberData(nameof(Json))]
    public Task A_broken_line_of_json_costs_itself_only(string name) =>
        CheckAsync("application/jsonl", null, Find(BrokenLines.Json, name), i => $$"""{"identifierKind":"email","identifier":"{{Person(i)}}","purpose":"{{service.Purpose}}","action":"give","occurredAt":"2026-01-01T00:00:00Z"}""");

    private async Task CheckAsync(string type, string? header, BrokenLine way, Func<int, string> good)
    {
        byte[][] lines = [.. header is null ? [] : new[] { Encoding.UTF8.GetBytes(header) }, Encoding.UTF8.GetBytes(good(1)), way.Line(service.Purpose, service.Notice, service.Child, service.Interest), Encoding.UTF8.GetBytes(good(2))];
        byte[] file = [.. lines.SelectMany(l => l.Append((byte)'\n'))];

        var import = await service.UploadAsync("small-crm", type, file);

        Assert.Equal((3, 2, 0, 1), Uploads.Counts(import));
        Assert.Equal([(header is null ? 2 : 3, way.Code, way.Field)], await service.FaultsAsync(import));
        Assert.Equal((1, 1), (await RecordsAsync(1), await RecordsAsync(2)));

        var again = await service.UploadAsync("small-crm", type, file);

        Assert.Equal((3, 0, 2, 1), Uploads.Counts(again));
        Assert.Equal((1, 1), (await RecordsAsync(1), await RecordsAsync(2)));
    }

    private async Task<int> RecordsAsync(int i) =>
        (await service.Team().PostAsync("/v1/subjects/history", System.Net.Http.Json.JsonContent.Create(new { subject = Bodies.Subject(Person(i)) })).JsonAsync(System.Net.HttpStatusCode.OK)).GetProperty("items").GetArrayLength();

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];

    private string Person(int i) => $"good{i}-{_run}@example.org";

    private static BrokenLine Find(IReadOnlyList<BrokenLine> ways, string name) => ways.Single(w => w.Name == name);
}

/// <summary>What the lines name.</summary>
public sealed class ImportPurposes : ConsentFixture
{
    public string Purpose { get; private set; } = "";

    public string Notice { get; private set; } = "";

    public string Child { get; private set; } = "";

    public string Interest { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Purpose, Child, Interest) = (await PurposeAsync(), await PurposeAsync(childrenRule: "ageOfConsent"), await PurposeAsync("legitimateInterest"));
        Notice = await NoticeAsync(Purpose);
    }
}
