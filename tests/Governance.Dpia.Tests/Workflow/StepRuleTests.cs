using System.Net;
using System.Net.Http.Json;
using Governance.Dpia.Tests.Assessments;
using Governance.Dpia.Workflow;

namespace Governance.Dpia.Tests.Workflow;

public sealed class StepRuleTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Theory]
    [InlineData("2026-11-02", false, 0, "2026-12-28")]
    [InlineData("2026-11-02", true, 0, "2027-02-08")]
    [InlineData("2026-11-02", false, 10, "2027-01-07")]
    [InlineData("2024-02-28", false, 0, "2024-04-24")]
    public void The_authority_has_eight_weeks_and_six_more_if_extended(string submitted, bool extended, int suspended, string due)
    {
        var start = DateOnly.Parse(submitted, null);
        var consultation = new Consultation("IMY", "1", start, extended);
        if (suspended > 0)
            consultation = consultation.Suspend(start.AddDays(7)).Resume(start.AddDays(7 + suspended));
        Assert.Equal(DateOnly.Parse(due, null), consultation.DueOn);
    }

    [Fact]
    public async Task An_incomplete_assessment_cannot_be_submitted_and_what_is_missing_is_named()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var problem = await at.TryAsync(service.Analyst(), "submission", new { }).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("urn:governance:problem:incomplete", problem.Text("type"));
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name == "answers.purpose");
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name.EndsWith(".severity", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_required_screening_begins_the_assessment_a_missing_one_needs_a_reason_and_an_open_one_a_judgement()
    {
        var required = await Case.OpenAsync(service, screening: await service.ScreenedAsync("C1 C2"));
        Assert.Equal("required", Last(await required.StepAsync(service.Analyst(), "beginning", new { })));
        var open = await Case.OpenAsync(service, screening: await service.ScreenedAsync("C1"));
        await open.TryAsync(service.Analyst(), "beginning", new { text = "All the same." }).IsProblemAsync(HttpStatusCode.Conflict, "screening-open");
        var none = await Case.OpenAsync(service);
        await none.TryAsync(service.Analyst(), "beginning", new { }).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "not-required");
        Assert.Equal("voluntary", Last(await none.StepAsync(service.Analyst(), "beginning", new { text = "Trust matters." })));
    }

    [Fact]
    public async Task Advice_that_is_not_favourable_has_to_be_answered_and_a_refusal_needs_reasons()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("dpoReview");
        await at.TryAsync(service.Analyst(), "views", new { sought = true, text = "Fine." }).IsProblemAsync(HttpStatusCode.Conflict, "advice-missing");
        await at.TryAsync(service.Analyst(), "advice-answer", new { followed = true, text = "Yes." }).IsProblemAsync(HttpStatusCode.Conflict, "advice-missing");
        await at.StepAsync(service.Dpo(), "advice", new { opinion = "unfavourable", text = "Too intrusive." });
        await at.TryAsync(service.Analyst(), "views", new { sought = true, text = "Fine." }).IsProblemAsync(HttpStatusCode.Conflict, "advice-unanswered");
        await at.TryAsync(service.Analyst(), "advice-answer", new { followed = false, text = " " }).NamesFieldsAsync("text");
        Assert.Equal("refused", Last(await at.StepAsync(service.Analyst(), "advice-answer", new { followed = false, text = "The benefit outweighs it." })));
        await at.StepAsync(service.Analyst(), "views", new { sought = false, text = "They can't be reached." });
        Assert.Equal("viewsRecorded", at.State);
    }

    [Fact]
    public async Task Old_advice_does_not_count_after_a_new_submission()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("dpoReview");
        await at.StepAsync(service.Dpo(), "advice", new { opinion = "favourable", text = "Good." });
        await at.StepAsync(service.Dpo(), "change-requests", new { text = "One thing." });
        await at.StepAsync(service.Analyst(), "submission", new { });
        await at.TryAsync(service.Analyst(), "views", new { sought = true, text = "Fine." }).IsProblemAsync(HttpStatusCode.Conflict, "advice-missing");
    }

    [Fact]
    public async Task What_is_evaluated_as_to_be_fixed_holds_the_review()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("dpoReview");
        await service.Dpo().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/evaluations/context", 0, new { status = "toFix", remark = "Too short." }).JsonAsync(HttpStatusCode.OK);
        await at.StepAsync(service.Dpo(), "advice", new { opinion = "favourable", text = "Good." });
        await at.TryAsync(service.Analyst(), "views", new { sought = true, text = "Fine." }).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "evaluated-to-fix");
        await service.Dpo().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/evaluations/context", 0, new { status = "acceptable" }).IsProblemAsync(HttpStatusCode.PreconditionFailed, "version-conflict");
        await service.Dpo().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/evaluations/context", 1, new { status = "acceptable" }).JsonAsync(HttpStatusCode.OK);
        await at.StepAsync(service.Analyst(), "views", new { sought = true, text = "Fine." });
        await service.Dpo().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/evaluations/nowhere", 0, new { status = "acceptable" }).IsProblemAsync(HttpStatusCode.Conflict, "not-editable");
    }

    [Fact]
    public async Task A_high_risk_that_remains_goes_to_the_authority_and_waits_for_it()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("priorConsultation");
        var dpo = service.Dpo();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await at.TryAsync(dpo, "consultation/outcome", new { outcome = "noObjection", on = Day(0), text = "Fine." }).IsProblemAsync(HttpStatusCode.Conflict, "consultation-not-submitted");
        await at.TryAsync(dpo, "consultation", new { authority = "IMY", reference = "7", submittedOn = Day(1) }).NamesFieldsAsync("submittedOn");
        var consultation = (await at.StepAsync(dpo, "consultation", new { authority = "IMY", reference = "7", submittedOn = Day(-60) })).GetProperty("consultation");
        Assert.Equal(Day(-60 + 56), consultation.Text("dueOn"));
        await at.TryAsync(service.Approver(), "approval", new { documentHash = await at.HashAsync(), statement = "Yes." }).IsProblemAsync(HttpStatusCode.Conflict, "consultation-open");
        await at.TryAsync(dpo, "consultation/extension", new { on = Day(-70), text = "Complex." }).NamesFieldsAsync("on");
        Assert.Equal(Day(-60 + 98), (await at.StepAsync(dpo, "consultation/extension", new { on = Day(-30), text = "Complex." })).GetProperty("consultation").Text("dueOn"));
        await at.TryAsync(dpo, "consultation/extension", new { on = Day(0), text = "Again." }).IsProblemAsync(HttpStatusCode.Conflict, "consultation-extended");
        await at.TryAsync(dpo, "consultation/outcome", new { outcome = "noAnswer", on = Day(0), text = "Silence." }).IsProblemAsync(HttpStatusCode.Conflict, "authority-has-time");
        await at.StepAsync(dpo, "consultation/outcome", new { outcome = "prohibited", on = Day(0), text = "Forbidden." });
        await at.TryAsync(service.Approver(), "approval", new { documentHash = await at.HashAsync(), statement = "Yes." }).IsProblemAsync(HttpStatusCode.Conflict, "processing-prohibited");

        string Day(int offset) => today.AddDays(offset).ToString("O");
    }

    [Fact]
    public async Task Silence_of_the_authority_counts_once_its_time_has_run_out()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("priorConsultation");
        var day = DateOnly.FromDateTime(DateTime.UtcNow);
        await at.StepAsync(service.Dpo(), "consultation", new { authority = "IMY", reference = "8", submittedOn = day.AddDays(-57).ToString("O") });
        await at.TryAsync(service.Dpo(), "consultation/outcome", new { outcome = "noAnswer", on = day.AddDays(-1).ToString("O"), text = "Silence." }).IsProblemAsync(HttpStatusCode.Conflict, "authority-has-time");
        await at.StepAsync(service.Dpo(), "consultation/outcome", new { outcome = "noAnswer", on = day.ToString("O"), text = "Silence." });
        Assert.Equal("approved", (await at.ApproveAsync()).Text("state"));
    }

    [Fact]
    public async Task A_measure_or_an_override_with_reason_brings_a_high_risk_down()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        await at.CompleteAsync(severity: 4, likelihood: 4);
        var risk = (await Risks(at))[0];
        Assert.Equal(("high", "high"), (risk.GetProperty("before").Text("level"), risk.GetProperty("after").Text("level")));
        await service.Analyst().PostAsJsonAsync($"{at.Url}/measures", new { title = "Mask", description = "", state = "done", riskIds = new[] { risk.Text("id") }, lowersLikelihood = 2 }).JsonAsync(HttpStatusCode.Created);
        var computed = (await Risks(at))[0].GetProperty("computed");
        Assert.Equal((4, 2, "medium"), (computed.GetProperty("severity").GetInt32(), computed.GetProperty("likelihood").GetInt32(), computed.Text("level")));

        var body = new { title = "t", impacts = new[] { "i" }, threats = new[] { "t" }, sources = new[] { "s" }, severity = 4, likelihood = 4, residual = new { severity = 1, likelihood = 1, reason = "" } };
        await service.Analyst().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", 2, body).NamesFieldsAsync("residual.reason");
        await service.Analyst().SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", 2, body with { residual = new { severity = 1, likelihood = 2, reason = "Insured." } }).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("low", (await Risks(at))[0].GetProperty("after").Text("level"));
        var map = await service.Analyst().GetAsync($"{at.Url}/risk-map").JsonAsync(HttpStatusCode.OK);
        Assert.Equal(16, map.GetProperty("cells").GetArrayLength());
        Assert.Equal(("low", 1), (map.Text("highest"), map.GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("severity").GetInt32() == 1 && c.GetProperty("likelihood").GetInt32() == 2).GetProperty("after").GetArrayLength()));
    }

    private Task<System.Text.Json.JsonElement> Risks(Case at) => service.Analyst().GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK);

    private static string? Last(System.Text.Json.JsonElement assessment) => assessment.GetProperty("decisions").EnumerateArray().Last().GetProperty("result").GetString();
}
