using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Dpia.Tests.Assessments;

namespace Governance.Dpia.Tests.Workflow;

/// <summary>Every step in every state, over REST.</summary>
public sealed class TransitionTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    private static readonly string Today = DateOnly.FromDateTime(DateTime.UtcNow).ToString("O");
    private static readonly string LongAgo = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-100).ToString("O");

    /// <summary>Operation → permission and a body that suits.</summary>
    private static readonly Dictionary<string, (string Permission, object Body)> Steps = new()
    {
        ["beginning"] = (Permissions.DpiaWrite, new { text = "Voluntary." }),
        ["submission"] = (Permissions.DpiaWrite, new { }),
        ["change-requests"] = (Permissions.DpiaAdvise, new { text = "Say more." }),
        ["advice"] = (Permissions.DpiaAdvise, new { opinion = "favourable", text = "Good." }),
        ["advice-answer"] = (Permissions.DpiaWrite, new { followed = true, text = "Done." }),
        ["views"] = (Permissions.DpiaWrite, new { sought = true, text = "They like it." }),
        ["acceptance-request"] = (Permissions.DpiaWrite, new { }),
        ["risk-acceptance"] = (Permissions.DpiaAcceptRisk, new { accepted = true, text = "Fine." }),
        ["risk-acceptance "] = (Permissions.DpiaAcceptRisk, new { accepted = false, text = "Too much." }),
        ["consultation"] = (Permissions.DpiaAdvise, new { authority = "IMY", reference = "2026-1", submittedOn = LongAgo }),
        ["consultation/extension"] = (Permissions.DpiaAdvise, new { on = LongAgo, text = "Complex." }),
        ["consultation/suspension"] = (Permissions.DpiaAdvise, new { on = LongAgo, text = "Questions." }),
        ["consultation/resumption"] = (Permissions.DpiaAdvise, new { on = Today, text = "Answered." }),
        ["consultation/outcome"] = (Permissions.DpiaAdvise, new { outcome = "noObjection", on = Today, text = "Go ahead." }),
        ["approval"] = (Permissions.DpiaApprove, new { documentHash = new string('0', 64), statement = "Approved." }),
        ["monitoring"] = (Permissions.DpiaWrite, new { reviewOn = "2031-01-01" }),
        ["review"] = (Permissions.DpiaWrite, new { text = "New supplier." }),
        ["reopening"] = (Permissions.DpiaWrite, new { }),
        ["rejection"] = (Permissions.DpiaApprove, new { text = "No." }),
        ["archival"] = (Permissions.DpiaApprove, new { text = "Over." }),
    };

    /// <summary>From, step, to, and steps that have to come before within the state.</summary>
    public static TheoryData<string, string, string, string> Legal => new()
    {
        { "screening", "beginning", "draft", "" },
        { "screening", "archival", "archived", "" },
        { "draft", "submission", "dpoReview", "" },
        { "draft", "archival", "archived", "" },
        { "dpoReview", "change-requests", "changesRequested", "" },
        { "dpoReview", "advice", "dpoReview", "" },
        { "dpoReview", "advice-answer", "dpoReview", "advice" },
        { "dpoReview", "views", "viewsRecorded", "advice" },
        { "dpoReview", "rejection", "rejected", "" },
        { "changesRequested", "submission", "dpoReview", "" },
        { "changesRequested", "archival", "archived", "" },
        { "viewsRecorded", "acceptance-request", "riskAcceptance", "" },
        { "viewsRecorded", "change-requests", "changesRequested", "" },
        { "viewsRecorded", "rejection", "rejected", "" },
        { "riskAcceptance", "risk-acceptance", "riskAcceptance", "" },
        { "riskAcceptance", "risk-acceptance ", "changesRequested", "" },
        { "riskAcceptance", "approval", "approved", "risk-acceptance" },
        { "riskAcceptance", "rejection", "rejected", "" },
        { "priorConsultation", "consultation", "priorConsultation", "" },
        { "priorConsultation", "consultation/extension", "priorConsultation", "consultation" },
        { "priorConsultation", "consultation/suspension", "priorConsultation", "consultation" },
        { "priorConsultation", "consultation/resumption", "priorConsultation", "consultation consultation/suspension" },
        { "priorConsultation", "consultation/outcome", "priorConsultation", "consultation" },
        { "priorConsultation", "change-requests", "changesRequested", "" },
        { "priorConsultation", "approval", "approved", "consultation consultation/outcome" },
        { "priorConsultation", "rejection", "rejected", "" },
        { "approved", "monitoring", "monitoring", "" },
        { "approved", "review", "reviewDue", "" },
        { "monitoring", "review", "reviewDue", "" },
        { "monitoring", "archival", "archived", "" },
        { "reviewDue", "reopening", "draft", "" },
        { "reviewDue", "archival", "archived", "" },
        { "rejected", "archival", "archived", "" },
    };

    public static TheoryData<string> States =>
        ["screening", "draft", "dpoReview", "changesRequested", "viewsRecorded", "riskAcceptance", "priorConsultation", "approved", "monitoring", "reviewDue", "rejected", "archived"];

    [Theory]
    [MemberData(nameof(Legal))]
    public async Task A_legal_step_leads_where_the_rules_say(string from, string step, string to, string before)
    {
        var at = await AtAsync(from);
        if (step == "submission")
            await at.CompleteAsync();
        foreach (var earlier in before.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            await at.StepAsync(Who(Steps[earlier].Permission), earlier, Steps[earlier].Body);
        Assert.Equal(from, at.State);
        var body = step == "approval" ? new { documentHash = await at.HashAsync(), statement = "Approved." } : Steps[step].Body;
        var after = await at.StepAsync(Who(Steps[step].Permission), step.Trim(), body);
        Assert.Equal((to, to), (at.State, (await at.ReadAsync()).Text("state")));
        var last = after.GetProperty("decisions").EnumerateArray().Last();
        Assert.Equal((from, to, Who(Steps[step].Permission, name: true)), (last.Text("from"), last.Text("to"), last.Text("by")));
        Assert.Contains(await service.OutboxAsync(), m =>
            m.MessageType.EndsWith(".AssessmentStepTaken", StringComparison.Ordinal) && m.Body.Contains(at.Id, StringComparison.Ordinal) && m.Body.Contains($"\"objectVersion\":{at.Version}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_other_step_is_refused_and_changes_nothing(string state)
    {
        var at = await AtAsync(state);
        var legal = Legal.Select(row => row.Data).Where(row => row.Item1 == state).Select(row => row.Item2).ToHashSet();
        var illegal = Steps.Keys.Where(step => !legal.Contains(step)).ToList();
        Assert.NotEmpty(illegal);
        foreach (var step in illegal)
        {
            await at.TryAsync(Who(Steps[step].Permission), step.Trim(), Steps[step].Body).IsProblemAsync(HttpStatusCode.Conflict, "illegal-transition");
            var version = at.Version;
            var after = await at.ReadAsync();
            Assert.Equal((state, version), (after.Text("state"), after.GetProperty("version").GetInt32()));
        }
    }

    [Fact]
    public async Task Each_step_asks_for_its_permission_and_no_other_will_do()
    {
        var url = $"/v1/assessments/{Guid.NewGuid()}/";
        var all = Permissions.All.Where(p => p.StartsWith("dpia:", StringComparison.Ordinal)).ToArray();
        foreach (var (step, (permission, body)) in Steps)
        {
            using var without = await service.Client("x", [.. all.Except([permission])]).PostIfMatchAsync(url + step.Trim(), 1, body);
            using var with = await service.Client("x", permission).PostIfMatchAsync(url + step.Trim(), 1, body);
            Assert.True((HttpStatusCode.Forbidden, HttpStatusCode.NotFound) == (without.StatusCode, with.StatusCode), $"{step}: {without.StatusCode}, {with.StatusCode}");
        }
    }

    [Fact]
    public async Task A_step_needs_the_current_etag()
    {
        var at = await AtAsync("draft");
        await service.Approver().PostAsJsonAsync($"{at.Url}/archival", new { text = "Over." }).IsProblemAsync(HttpStatusCode.PreconditionRequired, "if-match-required");
        await service.Approver().PostIfMatchAsync($"{at.Url}/archival", at.Version - 1, new { text = "Over." }).IsProblemAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
    }

    private async Task<Case> AtAsync(string state)
    {
        var opened = await Case.OpenAsync(service);
        return state switch
        {
            "screening" => opened,
            "archived" => await (await opened.ToAsync("monitoring")).ToAsync("archived"),
            _ => await opened.ToAsync(state),
        };
    }

    private static string Who(string permission, bool name) => permission switch
    {
        Permissions.DpiaAdvise => "dpo-1",
        Permissions.DpiaAcceptRisk => "owner-1",
        Permissions.DpiaApprove => "approver-1",
        _ => "analyst-1",
    };

    private HttpClient Who(string permission) => Who(permission, name: true) switch
    {
        "dpo-1" => service.Dpo(),
        "owner-1" => service.Owner(),
        "approver-1" => service.Approver(),
        _ => service.Analyst(),
    };
}
