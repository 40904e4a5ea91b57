using System.Globalization;
using System.Text;
using Governance.Audit.Anomalies.Stream;

namespace Governance.Audit.Tests.Anomalies;

public sealed class QuietStreamTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- measured: written by the tests with GOVERNANCE_APPROVE=1 -->";
    private const string End = "<!-- end -->";
    private static readonly int[] Seeds = [21, 22, 23, 24];

    [Fact]
    public async Task The_false_alarm_rate_on_quiet_streams_is_the_one_in_the_documentation()
    {
        var measured = Measure();
        output.WriteLine(measured);
        var path = Path.Combine(Root(), "docs", "audit-anomalies.md");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= Begin.Length && to > from, "docs/audit-anomalies.md has no place for the table.");
        var written = $"{text[..from]}\n{measured}{text[to..]}";
        if (Environment.GetEnvironmentVariable("GOVERNANCE_APPROVE") == "1")
            await File.WriteAllTextAsync(path, written, TestContext.Current.CancellationToken);
        else
            Assert.True(written == text, $"The rate has changed; look at the difference and approve it with GOVERNANCE_APPROVE=1.\n{measured}");
    }

    private string Measure()
    {
        var streams = Seeds.Select(s => new OfficeStream(s).Entries()).ToList();
        var plain = streams.Select(s => Watching.Over(s)).ToList();
        var reviewed = streams.Select(s => Watching.Over(s, isReviewed: true)).ToList();
        foreach (var line in plain.SelectMany((w, i) => w.Lines().Select(l => $"{Seeds[i]}: {l}")))
            output.WriteLine(line);
        var (entries, weeks) = (streams.Sum(s => s.Count), Seeds.Length * OfficeStream.Weeks);
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"\n{Seeds.Length} streams of {OfficeStream.Weeks} weeks, {entries:#,0} entries in all. False alarms, by detector:\n\n");
        table.Append("| Detector | nobody reviews | per week | per 10,000 entries | somebody dismisses each | per week |\n|---|---|---|---|---|---|\n");
        foreach (var detector in AnomalyEngine.Detectors)
            Row($"`{detector}`", plain.Sum(w => w.Found.Keys.Count(k => k.Detector == detector)), reviewed.Sum(w => w.Found.Keys.Count(k => k.Detector == detector)));
        Row("all", plain.Sum(w => w.Found.Count), reviewed.Sum(w => w.Found.Count));
        return table.Append('\n').ToString();

        void Row(string name, int alarms, int afterReview) => table.Append(
            CultureInfo.InvariantCulture, $"| {name} | {alarms} | {(double)alarms / weeks:0.00} | {10_000d * alarms / entries:0.00} | {afterReview} | {(double)afterReview / weeks:0.00} |\n");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
    }
}
