using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Comments;

/// <param name="Target">Code of the section or question, or id of the risk or measure.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CommentBody(string Target, string Text);

internal sealed record CommentResponse(Guid Id, string Target, string Text, string By, DateTimeOffset At, string? ResolvedBy, DateTimeOffset? ResolvedAt, int Version)
{
    public static CommentResponse Of(Comment c) => new(c.Id, c.Target, c.Text, c.By, c.At, c.ResolvedBy, c.ResolvedAt, c.Version);
}

internal static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}/comments").WithTags("Comments");
        group.MapGet("/", ListAsync).WithName("Dpia.ListComments").WithSummary("Lists comments, oldest first").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/", AddAsync).WithName("Dpia.AddComment").WithSummary("Comments on an answer, a section, a risk or a measure")
            .RequirePermission(Permissions.DpiaComment).Validate(new CommentValidator()).WithIdempotency<DpiaDbContext>();
        group.MapPost("/{commentId:guid}/resolution", ResolveAsync).WithName("Dpia.ResolveComment").WithIfMatch().WithSummary("Marks a comment as dealt with")
            .RequirePermission(Permissions.DpiaComment);
    }

    /// <param name="after">Id of the last comment of the page before.</param>
    /// <param name="target">Only comments on this.</param>
    private static async Task<Results<Ok<Page<CommentResponse>>, ProblemHttpResult>> ListAsync(
        Guid id, Guid? after, int? limit, string? target, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var count = Paging.Limit(limit);
        var rows = await db.Comments.AsNoTracking()
            .Where(c => c.AssessmentId == id && (after == null || c.Id > after) && (target == null || c.Target == target))
            .OrderBy(c => c.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, CommentResponse.Of, c => c.Id.ToString()));
    }

    private static async Task<Results<Created<CommentResponse>, ProblemHttpResult>> AddAsync(
        Guid id, CommentBody body, DpiaDbContext db, PartWriter writer, People people, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct, a => a.IsOpen);
        if (assessment is null)
            return problem!;
        if (!(await AssessmentContent.ReadAsync(db, assessment, ct)).Has(body.Target))
            return Problems.Validation("target", "The assessment has no such section, question, risk or measure.");
        var person = await people.SeeAsync(http.User, ct);
        var comment = new Comment { Id = Guid.CreateVersion7(clock.Now()), AssessmentId = id, Target = body.Target, Text = body.Text, By = person.Id, At = clock.Now() };
        db.Add(comment);
        Announce(comment, "added", db, outbox, headers, http);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(comment.Version);
        return TypedResults.Created($"/v1/assessments/{id}/comments/{comment.Id}", CommentResponse.Of(comment));
    }

    private static async Task<Results<Ok<CommentResponse>, ProblemHttpResult>> ResolveAsync(
        Guid id, Guid commentId, DpiaDbContext db, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Comments.SingleOrDefaultAsync(c => c.Id == commentId && c.AssessmentId == id, ct) is not { } comment)
            return Problems.NotFound("comment");
        if (http.Request.CheckIfMatch(comment.Version) is { } mismatch)
            return mismatch;
        if (!comment.Resolve(http.User.CallerId(), clock.Now()))
            return Problems.Conflict("comment-resolved", "The comment was resolved before.");
        Announce(comment, "resolved", db, outbox, headers, http);
        if (!await db.TrySaveAsync(ct))
            return Problems.PreconditionFailed();
        http.Response.SetEtag(comment.Version);
        return TypedResults.Ok(CommentResponse.Of(comment));
    }

    private static void Announce(Comment comment, string change, DpiaDbContext db, MessageOutbox outbox, EventHeaders headers, HttpContext http) =>
        outbox.Add(db, new AssessmentContentChanged(
            headers.New(http.User.Actor(), "dpia-assessment", comment.AssessmentId), comment.AssessmentId, "comment", comment.Id.ToString(), change, comment.Version));
}

internal sealed class CommentValidator : AbstractValidator<CommentBody>
{
    public CommentValidator()
    {
        RuleFor(b => b.Target).Text(64);
        RuleFor(b => b.Text).Text(10_000);
    }
}
