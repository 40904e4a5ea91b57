using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Governance.Benchmarks.Audit;
using Governance.Testing;

namespace Governance.Benchmarks.Consent;

/// <summary>A CSV of a million lines (<c>BENCH_CONSENT_LINES</c>), every hundredth broken in one of twelve ways, streamed to a fresh process; then once more, which must change nothing.</summary>
internal static class ImportMeasure
{
    private const string Header = "identifierKind,identifier,purpose,action,occurredAt,notice,noticeVersion,language,method,evidence,externalId\n";

    private static readonly string[] Broken =
    [
        "email,a@b.example,newsletter,give,2026-01-01T00:00:00Z",
        "email,\"a@b.example,newsletter,give,2026-01-01T00:00:00Z,,,,,,",
        "email,,newsletter,give,2026-01-01T00:00:00Z,,,,,,",
        "E Mail,a@b.example,newsletter,give,2026-01-01T00:00:00Z,,,,,,",
        "email,a@b.example,no-such,give,2026-01-01T00:00:00Z,,,,,,",
        "email,a@b.example,newsletter,grant,2026-01-01T00:00:00Z,,,,,,",
        "email,a@b.example,newsletter,object,2026-01-01T00:00:00Z,,,,,,",
        "email,a@b.example,newsletter,give,01/02/2026,,,,,,",
        "email,a@b.example,newsletter,give,2199-01-01T00:00:00Z,,,,,,",
        "email,a@b.example,newsletter,give,2026-01-01T00:00:00Z,no-such,1,en,,,",
        "email,a@b.example,newsletter,give,2026-01-01T00:00:00Z,privacy,99,en,,,",
        "email,a@b.example,newsletter,give,2026-01-01T00:00:00Z,privacy,1,fr,,,",
    ];

    public static async Task RunAsync()
    {
        var lines = AuditBench.Setting("BENCH_CONSENT_LINES", 1_000_000);
        await using var bench = await ConsentBench.CreateAsync();
        using var service = await bench.StartAsync();
        await ConsentBench.PrepareAsync(service.Client);
        var bad = Enumerable.Range(0, lines).Count(IsBroken);
        await OnceAsync(service, "import", lines, (lines - bad, 0, bad));
        await OnceAsync(service, "the same again", lines, (0, lines - bad, bad));
    }

    private static async Task OnceAsync(ConsentProcess service, string what, int lines, (long, long, long) expected)
    {
        var clock = Stopwatch.StartNew();
        using var response = await service.Client.PostAsync("/v1/imports?source=legacy-crm", new Lines(lines));
        var received = clock.Elapsed.TotalSeconds;
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(text);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        JsonElement import = default;
        await Eventually.TrueAsync(
            async () =>
            {
                import = JsonDocument.Parse(await service.Client.GetStringAsync($"/v1/imports/{id}")).RootElement;
                return import.GetProperty("state").GetString() is "completed" or "failed";
            },
            "the import ends",
            TimeSpan.FromHours(1));
        var seconds = clock.Elapsed.TotalSeconds;
        var counts = (import.GetProperty("imported").GetInt64(), import.GetProperty("unchanged").GetInt64(), import.GetProperty("rejected").GetInt64());
        if (counts != expected)
            throw new InvalidOperationException($"Expected {expected} imported, unchanged and rejected; there are {counts}: {import}");
        Console.WriteLine($"{what,-28} {lines,9} lines, {expected.Item3} broken in 12 ways: {lines / seconds,8:F0} lines/s (checked and stored after {received:F1} s, recorded after {seconds:F1} s); imported, unchanged, rejected {counts}; peak memory of the service {service.PeakMegabytes:F0} MB");
    }

    private static bool IsBroken(int line) => line % 100 == 57;

    private sealed class Lines : HttpContent
    {
        private readonly int _count;

        public Lines(int count)
        {
            _count = count;
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
            await writer.WriteAsync(Header);
            for (var i = 0; i < _count; i++)
            {
                await writer.WriteAsync(IsBroken(i)
                    ? Broken[i / 100 % Broken.Length]
                    : $"email,import{i}@example.org,newsletter,give,2026-0{(i % 9) + 1}-01T12:00:00Z,privacy,1,en,web-form,scan {i},crm-{i}");
                await writer.WriteAsync('\n');
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
