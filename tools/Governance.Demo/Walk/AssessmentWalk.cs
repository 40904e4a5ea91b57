using Governance.Demo.Client;
using Governance.LocalStack.Stack;

namespace Governance.Demo.Walk;

/// <summary>An assessment as the service shows it, as far as the walk looks.</summary>
public sealed record AssessmentView(Guid Id, string State, int ApprovedVersions);

/// <summary>What the walk leaves behind.</summary>
/// <param name="DocumentHash">What was signed.</param>
/// <param name="Reason">Why review fell due.</param>
public sealed record AssessmentOutcome(Guid Id, string DocumentHash, string State, string Reason, byte[] Pdf);

/// <summary>The loyalty programme's profiling, assessed by four people from screening to signature; then the database changes, and review falls due.</summary>
public sealed class AssessmentWalk(GovernanceStack stack, HttpClient http, Actors actors, Narrator narrator)
{
    private static readonly string[] Purposes = ["loyalty"];
    private static readonly string[] Recipients = ["Copper Kettle Teas", "Spoke & Chain"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Guid _id;
    private string? _etag;

    /// <param name="change">Changes the loyalty database's map and confirms it; returns when the inventory has it.</param>
    public async Task<AssessmentOutcome> RunAsync(ConnectedStore loyalty, Func<Task> change, CancellationToken ct = default)
    {
        var author = actors.Analyst.Of("dpia");
        var dpo = actors.Dpo.Of("dpia");
        var owner = (await StaffAsync("data-owner", ct)).Of("dpia");
        var lawyer = (await StaffAsync("legal-reviewer", ct)).Of("dpia");

        var screening = await ScreenAsync(author, loyalty, ct);
        var opened = await author.PostAsync<AssessmentView>("/v1/assessments", new
        {
            title = "Loyalty programme: purchase profiling", description = LoyaltyCase.Description, screeningId = screening, dataStoreIds = new[] { loyalty.Id },
            purposes = Purposes, recipients = Recipients,
        }, ct: ct);
        _id = opened.Id;
        _etag = "\"1\"";
        await StepAsync(author, "beginning", new { }, ct);
        await WriteAsync(author, ct);
        narrator.Did("privacy analyst", "wrote the assessment: 28 answers, three risks rated, three measures with owner and date");

        await StepAsync(author, "submission", new { }, ct);
        await dpo.ChangeAsync<object>(HttpMethod.Put, Path("evaluations/2.1"), new { status = "acceptable", remark = "Purposes and periods are clear." }, "\"0\"", ct);
        await dpo.PostAsync(Path("comments"), new { target = "objection", text = "Put the link into every e-mail, not only into the account." }, ct: ct);
        await StepAsync(dpo, "advice", new { opinion = "conditional", text = LoyaltyCase.Advice }, ct);
        await StepAsync(author, "advice-answer", new { followed = true, text = "The link goes into every e-mail with the next release; it is in the action plan." }, ct);
        await StepAsync(author, "views", new { sought = true, text = LoyaltyCase.Views }, ct);
        await StepAsync(author, "acceptance-request", new { }, ct);
        await StepAsync(owner, "risk-acceptance", new { accepted = true, text = "What remains is in proportion to what members gain." }, ct);
        narrator.Did("DPO, data owner", "advised under a condition; accepted what remains of the risk");

        var hash = (await lawyer.GetAsync<DocumentView>(Path("document"), ct)).DocumentHash;
        await StepAsync(lawyer, "approval", new { documentHash = hash, statement = "I have read this assessment and approve the processing it describes." }, ct);
        narrator.Did("legal reviewer", $"signed the document {hash[..12]}…: four eyes, and the hash goes into the audit log");
        await StepAsync(author, "monitoring", new { reviewOn = "2031-06-01" }, ct);
        var pdf = await author.GetBytesAsync(Path("report.pdf?version=1"), ct);

        await change();
        var due = await Until.Async("review falls due", Patience, () => author.GetAsync<AssessmentView>(Path(""), ct), a => a.State == "reviewDue", ct);
        var reason = (await author.ListAsync<TriggerView>(Path("triggers"), ct))[0].Reason;
        narrator.Did("dpia", $"review is due: {reason}");
        return new AssessmentOutcome(_id, hash, due.State, reason, pdf);
    }

    private async Task<Guid> ScreenAsync(ServiceApi author, ConnectedStore loyalty, CancellationToken ct)
    {
        var hints = await author.GetAsync<SuggestionsView>($"/v1/screening-suggestions?dataStoreId={loyalty.Id}", ct);
        narrator.Did("privacy analyst", $"looked at what the data map suggests: {string.Join(", ", hints.Suggestions.Where(s => s.Suggestion != "no").Select(s => $"{s.Code} {s.Suggestion}"))}");
        var questions = (await author.GetAsync<CriteriaView>("/v1/criteria", ct)).Questions.Where(q => !q.Code.StartsWith("exempt", StringComparison.Ordinal));
        var screening = await author.PostAsync<ScreeningView>("/v1/screenings", new
        {
            title = "Loyalty programme: purchase profiling", description = LoyaltyCase.Description, jurisdiction = "EU",
            answers = questions.Select(q => new { code = q.Code, yes = LoyaltyCase.Criteria.ContainsKey(q.Code), source = LoyaltyCase.Criteria.GetValueOrDefault(q.Code, "Interview with the loyalty team; data map") }),
        }, ct: ct);
        narrator.Did("privacy analyst", $"screened it: an assessment is {screening.Result}, because of {string.Join(", ", screening.Criteria)}");
        return screening.Id;
    }

    private async Task WriteAsync(ServiceApi author, CancellationToken ct)
    {
        foreach (var (question, value) in LoyaltyCase.Answers)
            await author.ChangeAsync<object>(HttpMethod.Put, Path($"answers/{question}"), value, "\"0\"", ct);
        var risks = await author.GetAsync<IReadOnlyList<RiskView>>(Path("risks"), ct);
        foreach (var risk in risks)
            await author.ChangeAsync<object>(HttpMethod.Put, Path($"risks/{risk.Id}"), LoyaltyCase.Risk(risk.FearedEvent, risk.Title), "\"1\"", ct);
        foreach (var measure in LoyaltyCase.Measures(risks.ToDictionary(r => r.FearedEvent, r => r.Id)))
            await author.PostAsync(Path("measures"), measure, ct: ct);
    }

    private async Task StepAsync(ServiceApi who, string step, object body, CancellationToken ct) =>
        _etag = (await who.ChangeAsync<AssessmentView>(HttpMethod.Post, Path(step), body, _etag, ct)).ETag;

    private string Path(string rest) => $"/v1/assessments/{_id}{(rest.Length == 0 ? "" : "/")}{rest}";

    private async Task<WalkActor> StaffAsync(string role, CancellationToken ct) => new(role, http, stack.Url,
        await new OidcLogin(http, stack.Url("identity")).AsUserAsync(GovernanceStack.CommandLineClient, GovernanceStack.CommandLineRedirect, GovernanceStack.DemoUser(role), stack.DemoPassword, ct: ct));

    private sealed record SuggestionsView(IReadOnlyList<SuggestionView> Suggestions);

    private sealed record SuggestionView(string Code, string Suggestion);

    private sealed record CriteriaView(IReadOnlyList<QuestionView> Questions);

    private sealed record QuestionView(string Code);

    private sealed record ScreeningView(Guid Id, string Result, IReadOnlyList<string> Criteria);

    private sealed record RiskView(Guid Id, string FearedEvent, string Title);

    private sealed record DocumentView(string DocumentHash);

    private sealed record TriggerView(string Reason);
}
