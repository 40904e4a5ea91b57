using System.Text;
using Governance.Demo.Walk;
using Job = Governance.Demo.Walk.MainJob;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>The demo company's loyalty profiling, assessed by four users over REST; then its database changes, and review falls due through real events.</summary>
[Collection(JobCollection.Name)]
public sealed class AssessmentTests(JobStack stack)
{
    [Fact]
    public async Task Four_people_bring_an_assessment_to_signature_and_a_changed_map_reopens_it()
    {
        var actors = await stack.ActorsAsync();
        var job = new Job(stack.Stack, stack.Http, Narrator.Silent);
        var databases = await job.SeedAsync();
        var stores = await job.ConnectAsync(actors, databases);

        var outcome = await job.AssessAsync(actors, databases, stores);
        Assert.Equal("reviewDue", outcome.State);
        Assert.Contains("public.member.religion", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal("%PDF", Encoding.ASCII.GetString(outcome.Pdf, 0, 4));
        if (Environment.GetEnvironmentVariable("GOVERNANCE_KEEP_REPORT") is { Length: > 0 } path)
            await File.WriteAllBytesAsync(path, outcome.Pdf);
    }
}
