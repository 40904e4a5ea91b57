using System.Text.RegularExpressions;
using Governance.Demo.Client;
using Governance.Demo.Company;

namespace Governance.Demo.Walk;

public sealed record AccessOutcome(ApprovedRequest Request, DownloadedPackage Package);

/// <summary>A person asks what is held about her and downloads it.</summary>
public sealed partial class AccessWalk(Actors actors, SubjectRequests requests, MailFolder mails, Narrator narrator)
{
    /// <param name="others">Values of other people that must not be in the package.</param>
    public async Task<AccessOutcome> RunAsync(DemoPerson person, IReadOnlyList<string> others, CancellationToken ct = default)
    {
        var seen = mails.Paths();
        var id = await requests.FileAsync("access", person, ct);
        var approved = await requests.PlanAndApproveAsync(id, ct);
        var completed = await requests.CompletedAsync(id, ct);
        var package = await DownloadAsync(person, seen, ct);
        if (completed.Package is { Hash: { } hash } && hash != package.Sha256)
            throw new WalkException("The package that was downloaded is not the one that was made.");
        narrator.Did("data plane", "exported the rows, table by table; dsar packed and encrypted them");
        narrator.Did(actors.Person.Name, $"opened the link from the mail and downloaded the package: {package.Bytes.Length / 1024.0:0.0} KiB, {package.FileNames.Count} files");
        foreach (var store in package.Tables.Where(t => t.Rows > 0).GroupBy(t => t.Store))
            narrator.Note($"{store.Key}: {string.Join(", ", store.Select(t => $"{t.Name} {t.Rows}"))}");
        var text = package.AllText;
        if (others.Any(o => text.Contains(o, StringComparison.OrdinalIgnoreCase)))
            throw new WalkException("The package holds a value of another person.");
        return new AccessOutcome(approved, package);
    }

    /// <summary>Opens the link of the mail that came after those seen, as the person does.</summary>
    public async Task<DownloadedPackage> DownloadAsync(DemoPerson person, IReadOnlySet<string> seen, CancellationToken ct = default)
    {
        var mail = await mails.WaitForAsync(person.Email, LinkPattern(), seen, SubjectRequests.Patience, ct);
        var link = LinkPattern().Match(mail.Body);
        var bytes = await actors.Person.Dsar.PostForBytesAsync($"/v1/public/packages/{link.Groups["id"].Value}/download", new { secret = link.Groups["secret"].Value }, ct);
        return DownloadedPackage.Open(bytes);
    }

    [GeneratedRegex(@"https?://\S+/packages/(?<id>[0-9a-f-]{36})#(?<secret>\S+)")]
    private static partial Regex LinkPattern();
}
