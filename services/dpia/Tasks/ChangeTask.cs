using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Tasks;

/// <summary>Assigns, hands on and closes tasks.</summary>
internal sealed class ChangeTask(DpiaDbContext db, PartWriter writer, People people, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    public static Task<Results<Created<TaskResponse>, ProblemHttpResult>> AssignAsync(Guid id, TaskBody body, ChangeTask change, HttpContext http, CancellationToken ct) =>
        change.AddAsync(id, body, http, ct);

    public static Task<Results<Ok<TaskResponse>, ProblemHttpResult>> DelegateAsync(Guid id, DelegationBody body, ChangeTask change, HttpContext http, CancellationToken ct) =>
        change.ApplyAsync(id, "delegated", http, (task, caller) =>
        {
            if (task.AssigneeId != caller)
                return NotTheirs();
            if (body.ToId == caller)
                return Problems.Validation("toId", "Somebody else.");
            task.Delegate(body.ToId, body.Reason, change.Now);
            return null;
        }, ct);

    public static Task<Results<Ok<TaskResponse>, ProblemHttpResult>> CompleteAsync(Guid id, ChangeTask change, HttpContext http, CancellationToken ct) =>
        change.ApplyAsync(id, "completed", http, (task, caller) =>
        {
            if (task.AssigneeId != caller)
                return NotTheirs();
            task.Close(TaskState.Done, caller, change.Now);
            return null;
        }, ct);

    public static Task<Results<Ok<TaskResponse>, ProblemHttpResult>> CancelAsync(Guid id, ChangeTask change, HttpContext http, CancellationToken ct) =>
        change.ApplyAsync(id, "cancelled", http, (task, caller) =>
        {
            task.Close(TaskState.Cancelled, caller, change.Now);
            return null;
        }, ct);

    private DateTimeOffset Now => clock.Now();

    private static ProblemHttpResult NotTheirs() => Problems.Forbidden("not-the-assignee", "The task is somebody else's.");

    private async Task<Results<Created<TaskResponse>, ProblemHttpResult>> AddAsync(Guid id, TaskBody body, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct, a => a.IsOpen);
        if (assessment is null)
            return problem!;
        if (body.DueOn < clock.Today())
            return Problems.Validation("dueOn", "Not in the past.");
        if (body.Target is { } target && !(await AssessmentContent.ReadAsync(db, assessment, ct)).Has(target))
            return Problems.Validation("target", "The assessment has no such section, question, risk or measure.");
        var person = await people.SeeAsync(http.User, ct);
        var task = AssessmentTask.Assign(id, body.Kind, body.Target, body.Note, body.AssigneeId, body.DueOn, person.Id, Now);
        db.Add(task);
        Announce(task, "assigned", http);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(task.Version);
        return TypedResults.Created($"/v1/tasks/{task.Id}", TaskResponse.Of(task, clock.Today()));
    }

    private async Task<Results<Ok<TaskResponse>, ProblemHttpResult>> ApplyAsync(
        Guid id, string change, HttpContext http, Func<AssessmentTask, string, ProblemHttpResult?> apply, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        if (await db.Tasks.Include(t => t.Delegations).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } task)
            return Problems.NotFound("task");
        // Nobody signs while a task is handed on: who handed to whom decides who may.
        await db.ShareAsync(task.AssessmentId, ct);
        if (http.Request.CheckIfMatch(task.Version) is { } mismatch)
            return mismatch;
        if (task.State != TaskState.Open)
            return Problems.Conflict("task-closed", "The task is closed.");
        if (apply(task, http.User.CallerId()) is { } refusal)
            return refusal;
        await people.SeeAsync(http.User, ct);
        Announce(task, change, http);
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(task.Version);
        return TypedResults.Ok(TaskResponse.Of(task, clock.Today()));
    }

    private void Announce(AssessmentTask task, string change, HttpContext http) =>
        outbox.Add(db, new AssessmentTaskChanged(
            headers.New(http.User.Actor(), "dpia-assessment", task.AssessmentId), task.AssessmentId, task.Id, Screen.CodeOf(task.Kind), task.AssigneeId, task.DueOn, change));
}
