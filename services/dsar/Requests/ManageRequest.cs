using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Closing;
using Governance.Dsar.Data;
using Governance.Dsar.Mail;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Requests;

internal static class ExtendRequest
{
    private static readonly string[] Reasons = ["complexity", "number-of-requests"];

    public sealed record Body(string Reason);

    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, ClaimsPrincipal user, ManageContext context, MailQueue mails, MailTexts texts, CancellationToken ct)
    {
        if (!Reasons.Contains(body.Reason))
            return Problems.Validation("reason", $"One of {string.Join(", ", Reasons)}.");
        return await context.ChangeAsync(id, async request =>
        {
            if (request.Extend(context.Deadlines.RegimeOf(request), body.Reason, context.Deadlines.Today) is { } refusal)
                return refusal;
            request.SetDeadline(context.Deadlines.Compute(request));
            context.Events.Add(request, user.Actor(), h => new DeadlineChanged(h, id, request.DueOn, "extension"));
            var (subject, text) = texts.Extended(request, body.Reason);
            await mails.AddAsync(request, "extension", subject, text, ct);
            return null;
        }, ct);
    }
}

internal static class PauseRequest
{
    /// <param name="Question">What is asked of the person; goes into the mail and is not kept.</param>
    public sealed record Body(string Reason, string Question);

    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, ClaimsPrincipal user, ManageContext context, MailQueue mails, MailTexts texts, TimeProvider clock, CancellationToken ct)
    {
        if (body.Question.Length is 0 or > 2000)
            return Problems.Validation("question", "Between 1 and 2000 characters.");
        return await context.ChangeAsync(id, async request =>
        {
            if (request.Pause(context.Deadlines.RegimeOf(request), body.Reason, context.Deadlines.Today, Guid.CreateVersion7(clock.GetUtcNow())) is { } refusal)
                return refusal;
            request.SetDeadline(context.Deadlines.Compute(request));
            context.Events.Add(request, user.Actor(), h => new DeadlineChanged(h, id, request.DueOn, "pause"));
            var (subject, text) = texts.Paused(request, body.Question);
            await mails.AddAsync(request, "question", subject, text, ct);
            return null;
        }, ct);
    }
}

internal static class ResumeRequest
{
    public static Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(Guid id, ClaimsPrincipal user, ManageContext context, CancellationToken ct) =>
        context.ChangeAsync(id, request =>
        {
            if (request.Resume(context.Deadlines.Today) is { } refusal)
                return Task.FromResult<Refusal?>(refusal);
            request.SetDeadline(context.Deadlines.Compute(request));
            context.Events.Add(request, user.Actor(), h => new DeadlineChanged(h, id, request.DueOn, "resume"));
            return Task.FromResult<Refusal?>(null);
        }, ct);
}

internal static class RefuseRequest
{
    // GDPR Art. 12(5), 12(2), 17(3)(a) to (e).
    private static readonly string[] Grounds =
    [
        "manifestly-unfounded", "excessive", "cannot-identify", "freedom-of-expression", "legal-obligation", "public-health", "archiving-or-research", "legal-claims",
    ];

    public sealed record Body(string Ground);

    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, Body body, ClaimsPrincipal user, ManageContext context, RequestClosing closing, MailQueue mails, MailTexts texts, TimeProvider clock, CancellationToken ct)
    {
        if (!Grounds.Contains(body.Ground))
            return Problems.Validation("ground", $"One of {string.Join(", ", Grounds)}.");
        return await context.ChangeAsync(id, async request =>
        {
            if (request.Refuse(body.Ground, clock.GetUtcNow()) is { } refusal)
                return refusal;
            context.Events.Add(request, user.Actor(), h => new SubjectRequestRefused(h, id, body.Ground));
            var (subject, text) = texts.Refused(request, body.Ground);
            await mails.AddAsync(request, "refusal", subject, text, ct);
            closing.ScheduleErasure(request);
            return null;
        }, ct);
    }
}

internal static class CancelRequest
{
    public static Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, ManageContext context, RequestClosing closing, TimeProvider clock, CancellationToken ct) =>
        context.ChangeAsync(id, request =>
        {
            if (request.Cancel(clock.GetUtcNow()) is { } refusal)
                return Task.FromResult<Refusal?>(refusal);
            context.Events.Add(request, user.Actor(), h => new SubjectRequestCancelled(h, id));
            closing.ScheduleErasure(request);
            return Task.FromResult<Refusal?>(null);
        }, ct);
}

/// <summary>Types that people carry out (rectification, restriction, objection, human review) are completed by hand.</summary>
internal static class CompleteRequest
{
    public static Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal user, ManageContext context, RequestClosing closing, MailQueue mails, MailTexts texts, CancellationToken ct) =>
        context.ChangeAsync(id, async request =>
        {
            if (Planning.Planner.CanPlan(request.Type))
                return new("needs-a-plan", "Requests of this type are completed by carrying out a plan.");
            if (closing.Complete(request, user.Actor()) is { } refusal)
                return refusal;
            var (subject, text) = texts.Completed(request);
            await mails.AddAsync(request, "completion", subject, text, ct);
            return null;
        }, ct);
}

/// <summary>What the endpoints that change a request share: lock, ETag, refusal as 409, save, view.</summary>
internal sealed class ManageContext(DsarDbContext db, RequestViews views, RequestDeadlines deadlines, RequestEvents events, IHttpContextAccessor accessor)
{
    public RequestDeadlines Deadlines => deadlines;

    public RequestEvents Events => events;

    public async Task<Results<Ok<RequestView>, ProblemHttpResult>> ChangeAsync(Guid id, Func<SubjectRequest, Task<Refusal?>> change, CancellationToken ct)
    {
        var http = accessor.HttpContext!;
        if (await db.LockRequestAsync(id, ct) is not { } request)
            return Problems.NotFound("request");
        if (http.Request.CheckIfMatch(request.Version) is { } conflict)
            return conflict;
        if (await change(request) is { } refusal)
            return Problems.Conflict(refusal.Code, refusal.Detail);
        await db.SaveChangesAsync(ct);
        http.Response.SetEtag(request.Version);
        return TypedResults.Ok(await views.OfAsync(request, ct));
    }
}
