namespace Governance.Audit.Tests.Log;

/// <param name="How">Kind of the first finding.</param>
/// <param name="When">A bound, not a time that differs from run to run.</param>
internal sealed record AttackRow(string Attack, string Who, string How, string When);

/// <summary>The tables between two marks in docs/audit.md, one for each test that writes one.</summary>
internal static class AttackTable
{
    private const string End = "<!-- attacks: end -->";

    public static void IsAsDocumented(string test, IReadOnlyList<AttackRow> rows)
    {
        var begin = $"<!-- attacks: written by the test {test} -->\n";
        var path = Path.Combine(Root(), "docs", "audit.md");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(End, from, StringComparison.Ordinal);
        var table = "\n| Attack | Who notices | As | When |\n|---|---|---|---|\n" + string.Concat(rows.Select(r => $"| {r.Attack} | {r.Who} | {r.How} | {r.When} |\n")) + "\n";
        if (Environment.GetEnvironmentVariable("GOVERNANCE_APPROVE") == "1")
            File.WriteAllText(path, text[..from] + table + text[to..]);
        else
            Assert.Equal(text[from..to], table);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
