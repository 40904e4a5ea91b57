using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Tasks;

/// <param name="AssigneeId">User who is asked.</param>
/// <param name="Target">Code of the section or question, or id of the risk or measure it is about; absent for the whole.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TaskBody(TaskKind Kind, string AssigneeId, DateOnly DueOn, string Note, string? Target = null);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DelegationBody(string ToId, string Reason);

/// <param name="AssessmentTitle">In lists; else null.</param>
internal sealed record TaskResponse(
    Guid Id, Guid AssessmentId, string? AssessmentTitle, TaskKind Kind, string? Target, string Note, string AssigneeId, string AssignedBy, DateOnly DueOn, TaskState State, bool Overdue, DateOnly? RemindedOn,
    IReadOnlyList<DelegationResponse> Delegations, string? ClosedBy, DateTimeOffset? ClosedAt, int Version)
{
    public static TaskResponse Of(AssessmentTask t, DateOnly today, string? title = null) => new(
        t.Id, t.AssessmentId, title, t.Kind, t.Target, t.Note, t.AssigneeId, t.AssignedBy, t.DueOn, t.State, t.State == TaskState.Open && t.DueOn < today, t.RemindedOn,
        [.. t.Delegations.OrderBy(d => d.Number).Select(d => new DelegationResponse(d.FromId, d.ToId, d.Reason, d.At))], t.ClosedBy, t.ClosedAt, t.Version);
}

internal sealed record DelegationResponse(string FromId, string ToId, string Reason, DateTimeOffset At);

internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Tasks");
        group.MapGet("/tasks", ListAsync).WithName("Dpia.ListTasks").WithSummary("Lists tasks, by person, state or assessment").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/tasks/{id:guid}", GetAsync).WithName("Dpia.GetTask").WithSummary("Reads one task").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/assessments/{id:guid}/tasks", ChangeTask.AssignAsync).WithName("Dpia.AssignTask").WithSummary("Asks a person to do something by a day")
            .RequirePermission(Permissions.DpiaWrite).Validate(new TaskValidator()).WithIdempotency<DpiaDbContext>();
        group.MapPost("/tasks/{id:guid}/delegation", ChangeTask.DelegateAsync).WithName("Dpia.DelegateTask").WithIfMatch().WithSummary("The assignee hands the task on")
            .RequirePermission(Permissions.DpiaRead).Validate(new DelegationValidator());
        group.MapPost("/tasks/{id:guid}/completion", ChangeTask.CompleteAsync).WithName("Dpia.CompleteTask").WithIfMatch().WithSummary("The assignee says that it is done")
            .RequirePermission(Permissions.DpiaRead);
        group.MapPost("/tasks/{id:guid}/cancellation", ChangeTask.CancelAsync).WithName("Dpia.CancelTask").WithIfMatch().WithSummary("Takes a task back")
            .RequirePermission(Permissions.DpiaWrite);
    }

    /// <param name="after">Id of the last task of the page before.</param>
    /// <param name="assignee">A user's id, or <c>me</c>.</param>
    private static async Task<Results<Ok<Page<TaskResponse>>, ProblemHttpResult>> ListAsync(
        Guid? after, int? limit, string? assignee, string? state, Guid? assessmentId, DpiaDbContext db, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        var wanted = Enum.GetValues<TaskState>().Cast<TaskState?>().FirstOrDefault(s => Screen.CodeOf(s!.Value) == state);
        if (state is not null && wanted is null)
            return Problems.Validation("state", "open, done or cancelled.");
        var person = assignee == "me" ? http.User.CallerId() : assignee;
        var count = Paging.Limit(limit);
        var rows = await db.Tasks.AsNoTracking().Include(t => t.Delegations)
            .Where(t => after == null || t.Id > after)
            .Where(t => (person == null || t.AssigneeId == person) && (wanted == null || t.State == wanted) && (assessmentId == null || t.AssessmentId == assessmentId))
            .OrderBy(t => t.Id).Take(count + 1).ToListAsync(ct);
        var assessments = rows.Select(t => t.AssessmentId).Distinct().ToArray();
        var titles = await db.Assessments.AsNoTracking().Where(a => assessments.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, t => TaskResponse.Of(t, clock.Today(), titles[t.AssessmentId]), t => t.Id.ToString()));
    }

    private static async Task<Results<Ok<TaskResponse>, ProblemHttpResult>> GetAsync(Guid id, DpiaDbContext db, HttpResponse response, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Tasks.AsNoTracking().Include(t => t.Delegations).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } task)
            return Problems.NotFound("task");
        response.SetEtag(task.Version);
        return TypedResults.Ok(TaskResponse.Of(task, clock.Today()));
    }
}

internal sealed class TaskValidator : AbstractValidator<TaskBody>
{
    public TaskValidator()
    {
        RuleFor(b => b.AssigneeId).Text(SubjectRules.MaxId);
        RuleFor(b => b.Note).Text(4_000);
        RuleFor(b => b.Target).MaximumLength(64).WithMessage("At most 64 characters.");
    }
}

internal sealed class DelegationValidator : AbstractValidator<DelegationBody>
{
    public DelegationValidator()
    {
        RuleFor(b => b.ToId).Text(SubjectRules.MaxId);
        RuleFor(b => b.Reason).Text(4_000);
    }
}
