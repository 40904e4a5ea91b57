using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Dpia.Workflow;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Measures;

/// <inheritdoc cref="MeasureContent"/>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MeasureBody(
    string Title,
    string Description,
    MeasureState State = MeasureState.Planned,
    IReadOnlyList<Guid>? RiskIds = null,
    int LowersSeverity = 0,
    int LowersLikelihood = 0,
    string? OwnerId = null,
    DateOnly? DueOn = null)
{
    public MeasureContent Content() => new(Title, Description, State, [.. (RiskIds ?? []).Distinct()], LowersSeverity, LowersLikelihood, OwnerId, DueOn);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MeasureStateBody(MeasureState State);

internal sealed record MeasureResponse(
    Guid Id,
    string Title,
    string Description,
    MeasureState State,
    IReadOnlyList<Guid> RiskIds,
    int LowersSeverity,
    int LowersLikelihood,
    string? OwnerId,
    DateOnly? DueOn,
    int EscalationLevel,
    int Version,
    string? WrittenBy,
    DateTimeOffset? WrittenAt)
{
    public static MeasureResponse Of(Measure m) => new(
        m.Id, m.Content.Title, m.Content.Description, m.State, m.Content.RiskIds, m.Content.LowersSeverity, m.Content.LowersLikelihood, m.Content.OwnerId, m.DueOn, m.EscalationLevel,
        m.Version, m.WrittenBy, m.WrittenAt);
}

internal static class MeasureEndpoints
{
    public static void MapMeasures(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}/measures").WithTags("Measures");
        group.MapGet("/", ListAsync).WithName("Dpia.ListMeasures").WithSummary("Lists the measures").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{measureId:guid}", GetAsync).WithName("Dpia.GetMeasure").WithSummary("Reads one measure").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/", AddAsync).WithName("Dpia.AddMeasure").WithSummary("Adds a measure, linked to risks")
            .RequirePermission(Permissions.DpiaWrite).Validate(new MeasureValidator()).WithIdempotency<DpiaDbContext>();
        group.MapPut("/{measureId:guid}", WriteAsync).WithName("Dpia.WriteMeasure").WithIfMatch().WithSummary("Writes a measure under its ETag")
            .RequirePermission(Permissions.DpiaWrite).Validate(new MeasureValidator());
        group.MapPost("/{measureId:guid}/state", SetStateAsync).WithName("Dpia.SetMeasureState").WithIfMatch().WithSummary("Says how far a measure is, also after approval")
            .RequirePermission(Permissions.DpiaWrite);
    }

    private static async Task<Results<Ok<IReadOnlyList<MeasureResponse>>, ProblemHttpResult>> ListAsync(Guid id, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var measures = await db.Measures.AsNoTracking().Where(m => m.AssessmentId == id).OrderBy(m => m.Id).ToListAsync(ct);
        return TypedResults.Ok<IReadOnlyList<MeasureResponse>>([.. measures.Select(MeasureResponse.Of)]);
    }

    private static async Task<Results<Ok<MeasureResponse>, ProblemHttpResult>> GetAsync(Guid id, Guid measureId, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Measures.AsNoTracking().SingleOrDefaultAsync(m => m.Id == measureId && m.AssessmentId == id, ct) is not { } measure)
            return Problems.NotFound("measure");
        response.SetEtag(measure.Version);
        return TypedResults.Ok(MeasureResponse.Of(measure));
    }

    private static async Task<Results<Created<MeasureResponse>, ProblemHttpResult>> AddAsync(
        Guid id, MeasureBody body, DpiaDbContext db, PartWriter writer, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        if (await UnknownRiskAsync(id, body, db, ct) is { } unknown)
            return unknown;
        var measure = Measure.Of(id, body.Content(), http.User.CallerId(), clock.Now());
        await writer.AddAsync(measure, http, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Created($"/v1/assessments/{id}/measures/{measure.Id}", MeasureResponse.Of(measure));
    }

    private static async Task<Results<Ok<MeasureResponse>, ProblemHttpResult>> WriteAsync(
        Guid id, Guid measureId, MeasureBody body, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        if (await UnknownRiskAsync(id, body, db, ct) is { } unknown)
            return unknown;
        if (await LockAsync(id, measureId, db, ct) is not { } measure)
            return Problems.NotFound("measure");
        var refusal = await writer.SaveAsync(measure, body.Content(), () => MeasureResponse.Of(measure), http, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return refusal is null ? TypedResults.Ok(MeasureResponse.Of(measure)) : refusal;
    }

    private static async Task<Results<Ok<MeasureResponse>, ProblemHttpResult>> SetStateAsync(
        Guid id, Guid measureId, MeasureStateBody body, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct, IsUnderway);
        if (assessment is null)
            return problem!;
        if (await LockAsync(id, measureId, db, ct) is not { } measure)
            return Problems.NotFound("measure");
        // What was approved counted on it.
        if (body.State == MeasureState.Dropped && !assessment.IsEditable)
            return Problems.Conflict("measure-approved", "The approval counts on this measure. Reopen the assessment to drop it.");
        var refusal = await writer.SaveAsync(measure, measure.Content with { State = body.State }, () => MeasureResponse.Of(measure), http, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return refusal is null ? TypedResults.Ok(MeasureResponse.Of(measure)) : refusal;
    }

    /// <summary>Not while somebody decides on what they have read.</summary>
    private static bool IsUnderway(Assessment a) => a.IsEditable || a.State is AssessmentState.Approved or AssessmentState.Monitoring or AssessmentState.ReviewDue;

    private static readonly string[] NoSuchRisk = ["The assessment has no such risk."];

    private static Task<Measure?> LockAsync(Guid id, Guid measureId, DpiaDbContext db, CancellationToken ct) =>
        db.Measures.FromSql($"SELECT * FROM measures WHERE id = {measureId} AND assessment_id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);

    private static async Task<ProblemHttpResult?> UnknownRiskAsync(Guid id, MeasureBody body, DpiaDbContext db, CancellationToken ct)
    {
        var known = (await db.Risks.Where(r => r.AssessmentId == id).Select(r => r.Id).ToListAsync(ct)).ToHashSet();
        var errors = (body.RiskIds ?? []).Select((r, i) => (r, i)).Where(r => !known.Contains(r.r)).ToDictionary(r => $"riskIds[{r.i}]", _ => NoSuchRisk);
        return errors.Count > 0 ? Problems.Validation(errors) : null;
    }
}

internal sealed class MeasureValidator : AbstractValidator<MeasureBody>
{
    public MeasureValidator()
    {
        RuleFor(b => b.Title).Text(500);
        RuleFor(b => b.Description).MaximumLength(20_000).WithMessage("At most 20000 characters.");
        RuleFor(b => b.RiskIds).Must(ids => ids is null || ids.Count <= 200).WithMessage("At most 200.");
        RuleFor(b => b.LowersSeverity).InclusiveBetween(0, 3).WithMessage("0 to 3.");
        RuleFor(b => b.LowersLikelihood).InclusiveBetween(0, 3).WithMessage("0 to 3.");
        RuleFor(b => b.OwnerId).Must(id => id is null || (!string.IsNullOrWhiteSpace(id) && id.Length <= SubjectRules.MaxId)).WithMessage("A user's id.");
    }
}
