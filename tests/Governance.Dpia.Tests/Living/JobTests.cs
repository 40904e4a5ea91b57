using System.Net;
using System.Net.Http.Json;
using Governance.Dpia.Jobs;
using Governance.Dpia.Tests.Assessments;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Dpia.Tests.Living;

public sealed class JobTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task On_its_day_a_monitored_assessment_falls_due()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("monitoring");
        await RunAsync<DeclareReviews>();
        Assert.Equal("monitoring", (await at.ReadAsync()).Text("state"));
        await service.Database.ExecuteAsync($"UPDATE assessments SET review_on = current_date WHERE id = '{at.Id}'");
        await RunAsync<DeclareReviews>();
        await RunAsync<DeclareReviews>();
        Assert.Equal("reviewDue", (await at.ReadAsync()).Text("state"));
        var triggers = (await service.Analyst().GetAsync($"{at.Url}/triggers").JsonAsync(HttpStatusCode.OK)).GetProperty("items");
        Assert.Equal("date", Assert.Single(triggers.EnumerateArray()).Text("kind"));
    }

    [Fact]
    public async Task An_overdue_measure_goes_to_the_responsible_and_two_weeks_later_reopens_the_review()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("monitoring");
        await OverdueAsync(at, 1);
        await RunAsync<EscalateMeasures>();
        await RunAsync<EscalateMeasures>();
        var tasks = await service.Analyst().GetAsync($"/v1/tasks?assignee=me&assessmentId={at.Id}").JsonAsync(HttpStatusCode.OK);
        var task = Assert.Single(tasks.GetProperty("items").EnumerateArray());
        Assert.Equal(("followUp", "dpia"), (task.Text("kind"), task.Text("assignedBy")));
        Assert.Contains("Encrypt laptops", task.Text("note"), StringComparison.Ordinal);
        Assert.Equal("monitoring", (await at.ReadAsync()).Text("state"));

        await OverdueAsync(at, 15);
        await RunAsync<EscalateMeasures>();
        await RunAsync<EscalateMeasures>();
        Assert.Equal("reviewDue", (await at.ReadAsync()).Text("state"));
        Assert.Equal(2, await service.EventsAsync("MeasureEscalated", at.Id));
    }

    [Fact]
    public async Task A_measure_that_is_done_is_not_escalated_and_says_so_after_approval_too()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("monitoring");
        var measure = (await service.Analyst().GetAsync($"{at.Url}/measures").JsonAsync(HttpStatusCode.OK))[0];
        await service.Analyst().PostIfMatchAsync($"{at.Url}/measures/{measure.Text("id")}/state", 1, new { state = "dropped" }).IsProblemAsync(HttpStatusCode.Conflict, "measure-approved");
        await service.Analyst().PostIfMatchAsync($"{at.Url}/measures/{measure.Text("id")}/state", 1, new { state = "done" }).JsonAsync(HttpStatusCode.OK);
        await OverdueAsync(at, 30);
        await RunAsync<EscalateMeasures>();
        Assert.Equal(0, await service.EventsAsync("MeasureEscalated", at.Id));
    }

    [Fact]
    public async Task Tasks_are_reminded_of_before_and_after_their_day_and_not_again_at_once()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var soon = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2).ToString("O");
        var task = await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "write", assigneeId = "ben", dueOn = soon, note = "Please." }).JsonAsync(HttpStatusCode.Created);
        await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "write", assigneeId = "ben", dueOn = "2031-01-01", note = "Later." }).JsonAsync(HttpStatusCode.Created);
        await RunAsync<RemindOfTasks>();
        await RunAsync<RemindOfTasks>();
        Assert.Equal(1, await RemindersAsync("reminded"));
        await service.Database.ExecuteAsync($"UPDATE tasks SET due_on = current_date - 1, reminded_on = current_date - 4 WHERE id = '{task.Text("id")}'");
        await RunAsync<RemindOfTasks>();
        await RunAsync<RemindOfTasks>();
        Assert.Equal(1, await RemindersAsync("overdue"));
        var read = await service.Analyst().GetAsync($"/v1/tasks/{task.Text("id")}").JsonAsync(HttpStatusCode.OK);
        Assert.True(read.GetProperty("overdue").GetBoolean());
        await service.Client("ben", Contracts.Permissions.DpiaRead).PostIfMatchAsync($"/v1/tasks/{task.Text("id")}/completion", read.GetProperty("version").GetInt32(), new { }).JsonAsync(HttpStatusCode.OK);

        async Task<int> RemindersAsync(string change) => (await service.OutboxAsync()).Count(m => m.Body.Contains($"\"change\":\"{change}\"", StringComparison.Ordinal) && m.Body.Contains(at.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_is_closed_by_its_assignee_only()
    {
        var at = await (await Case.OpenAsync(service)).ToAsync("draft");
        var task = await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "write", assigneeId = "ben", dueOn = "2031-01-01", note = "Please." }).JsonAsync(HttpStatusCode.Created);
        await service.Analyst().PostIfMatchAsync($"/v1/tasks/{task.Text("id")}/completion", 1, new { }).IsProblemAsync(HttpStatusCode.Forbidden, "not-the-assignee");
        await service.Analyst().PostIfMatchAsync($"/v1/tasks/{task.Text("id")}/delegation", 1, new { toId = "x", reason = "r" }).IsProblemAsync(HttpStatusCode.Forbidden, "not-the-assignee");
        await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "write", assigneeId = "ben", dueOn = "2020-01-01", note = "Please." }).NamesFieldsAsync("dueOn");
        await service.Analyst().PostAsJsonAsync($"{at.Url}/tasks", new { kind = "write", assigneeId = "ben", dueOn = "2031-01-01", note = "Please.", target = "gone" }).NamesFieldsAsync("target");
    }

    private async Task RunAsync<TJob>()
        where TJob : IScheduledJob
    {
        await using var scope = service.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IScheduledJob>().OfType<TJob>().Single().RunAsync(CancellationToken.None);
    }

    private Task OverdueAsync(Case at, int days) => service.Database.ExecuteAsync($"UPDATE measures SET due_on = current_date - {days} WHERE assessment_id = '{at.Id}'");
}
