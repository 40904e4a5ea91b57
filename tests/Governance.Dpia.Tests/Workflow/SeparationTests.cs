using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Contracts;
using Governance.Dpia.Tests.Assessments;
using Governance.Dpia.Workflow;

namespace Governance.Dpia.Tests.Workflow;

/// <summary>Who wrote can't approve, by whatever account.</summary>
public sealed class SeparationTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    private const string Later = "2031-01-01";

    [Theory]
    [InlineData("answer")]
    [InlineData("risk")]
    [InlineData("measure")]
    [InlineData("opened")]
    [InlineData("late answer")]
    public async Task Whoever_wrote_anything_cannot_approve_and_the_attempt_is_recorded(string what)
    {
        var at = await Case.OpenAsync(service, by: what == "opened" ? "approver-1" : "analyst-1");
        await at.ToAsync("draft");
        await at.CompleteAsync();
        var writer = service.Client("approver-1", Permissions.DpiaRead, Permissions.DpiaWrite);
        var risk = (await writer.GetAsync($"{at.Url}/risks").JsonAsync(HttpStatusCode.OK))[0];
        switch (what)
        {
            case "answer":
                await at.AnswerAsync(writer, "purpose", new { text = "Mine." });
                break;
            case "late answer":
                await writer.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/answers/purpose", 0, new { text = "Mine." }).IsProblemAsync(HttpStatusCode.PreconditionFailed, "edit-conflict");
                break;
            case "risk":
                var body = new { title = "t", impacts = new[] { "i" }, threats = new[] { "t" }, sources = new[] { "s" }, severity = 1, likelihood = 1 };
                await writer.SendIfMatchAsync(HttpMethod.Put, $"{at.Url}/risks/{risk.Text("id")}", risk.GetProperty("version").GetInt32(), body).JsonAsync(HttpStatusCode.OK);
                break;
            case "measure":
                await writer.PostAsJsonAsync($"{at.Url}/measures", new { title = "m", description = "", state = "done" }).JsonAsync(HttpStatusCode.Created);
                break;
        }
        await AcceptedAsync(at);
        await RefusedAsync(at, "approver-1", "approver-is-author");
        Assert.Equal("approved", (await at.ApproveAsync("approver-2")).Text("state"));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("approve")]
    [InlineData("followUp")]
    public async Task A_second_account_gains_nothing_through_a_delegated_task(string kind)
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var task = await TaskAsync(at, kind, "analyst-1");
        await DelegateAsync(task, "analyst-1", "second-account");
        await DelegateAsync(task, "second-account", "third-account", 2);
        await AcceptedAsync(await at.CompleteAsync());
        await RefusedAsync(at, "second-account", "approver-is-author");
        await RefusedAsync(at, "third-account", "approver-is-author");
        Assert.Equal("approved", (await at.ApproveAsync("fourth-account")).Text("state"));
    }

    [Fact]
    public async Task Delegator_and_delegate_of_a_writing_task_both_count_even_if_neither_wrote()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        await DelegateAsync(await TaskAsync(at, "write", "approver-8"), "approver-8", "approver-9");
        await AcceptedAsync(await at.CompleteAsync());
        await RefusedAsync(at, "approver-8", "approver-is-author");
        await RefusedAsync(at, "approver-9", "approver-is-author");
        var people = await service.Analyst().GetAsync($"{at.Url}/participants").JsonAsync(HttpStatusCode.OK);
        Assert.Contains(people.EnumerateArray(), p => p.Text("id") == "approver-9" && p.GetProperty("isAuthor").GetBoolean());
    }

    [Fact]
    public async Task Who_is_only_asked_to_approve_may()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        await TaskAsync(at, "approve", "approver-1");
        var handed = await TaskAsync(at, "approve", "approver-3");
        await DelegateAsync(handed, "approver-3", "approver-4");
        await AcceptedAsync(await at.CompleteAsync());
        Assert.Equal("approved", (await at.ApproveAsync("approver-4")).Text("state"));
    }

    [Fact]
    public async Task The_adviser_and_a_machine_cannot_approve_nor_can_a_body_say_who_did()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("riskAcceptance");
        await at.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
        await RefusedAsync(at, service.Dpo(), "approver-is-adviser");
        using var machine = service.Anonymous();
        machine.DefaultRequestHeaders.Authorization = new("Bearer", service.Issuer.Token("robot", [Permissions.DpiaApprove], "client"));
        await RefusedAsync(at, machine, "not-a-person");
        using var forged = await at.TryAsync(service.Analyst(), "approval", new { documentHash = await at.HashAsync(), statement = "Yes.", approvedBy = "approver-1" });
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        await at.TryAsync(service.Approver(), "approval", new { documentHash = await at.HashAsync(), statement = "Yes.", approvedBy = "approver-2" }).NamesFieldsAsync("approvedBy");
        Assert.Equal("riskAcceptance", (await at.ReadAsync()).Text("state"));
    }

    [Fact]
    public async Task Only_the_document_that_was_read_can_be_signed()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("riskAcceptance");
        await at.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
        var read = await at.HashAsync();
        await service.Dpo().PostAsJsonAsync($"{at.Url}/comments", new { target = "purpose", text = "Wait!" }).JsonAsync(HttpStatusCode.Created);
        await at.TryAsync(service.Approver(), "approval", new { documentHash = read, statement = "Yes." }).IsProblemAsync(HttpStatusCode.Conflict, "document-changed");
        Assert.Equal("approved", (await at.ApproveAsync()).Text("state"));
    }

    [Fact]
    public void Ties_reach_over_any_number_of_links_in_both_directions()
    {
        (string, string)[] links = [("a", "b"), ("c", "b"), ("c", "d"), ("x", "y"), ("e", "e")];
        Assert.Equal(["a", "b", "c", "d"], Separation.Tied(["d"], links).Order());
        Assert.Equal(["x", "y", "z"], Separation.Tied(["z", "y"], links).Order());
    }

    private async Task AcceptedAsync(Case at)
    {
        await at.ToAsync("riskAcceptance");
        await at.StepAsync(service.Owner(), "risk-acceptance", new { accepted = true, text = "Fine." });
    }

    private Task RefusedAsync(Case at, string who, string code) => RefusedAsync(at, service.Approver(who), code);

    private async Task RefusedAsync(Case at, HttpClient who, string code)
    {
        var hash = await at.HashAsync();
        await at.TryAsync(who, "approval", new { documentHash = hash, statement = "Yes." }).IsProblemAsync(HttpStatusCode.Forbidden, code);
        Assert.Equal("riskAcceptance", (await at.ReadAsync()).Text("state"));
        Assert.Contains(await service.OutboxAsync(), m =>
            m.MessageType.EndsWith(".AssessmentStepRefused", StringComparison.Ordinal) && m.Body.Contains(at.Id, StringComparison.Ordinal) && m.Body.Contains(code, StringComparison.Ordinal));
    }

    private async Task<JsonElement> TaskAsync(Case at, string kind, string assignee) =>
        await service.Dpo().PostAsJsonAsync($"{at.Url}/tasks", new { kind, assigneeId = assignee, dueOn = Later, note = "Please." }).JsonAsync(HttpStatusCode.Created);

    private async Task DelegateAsync(JsonElement task, string from, string to, int version = 1) =>
        await service.Client(from, Permissions.DpiaRead).PostIfMatchAsync($"/v1/tasks/{task.Text("id")}/delegation", version, new { toId = to, reason = "On leave." }).JsonAsync(HttpStatusCode.OK);
}
