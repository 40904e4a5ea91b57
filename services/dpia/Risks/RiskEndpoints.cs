using Governance.Contracts;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Risks;

internal static class RiskEndpoints
{
    public static void MapRisks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}").WithTags("Risks");
        group.MapGet("/risks", ListAsync).WithName("Dpia.ListRisks").WithSummary("Lists the risks with their ratings before and after measures").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/risks/{riskId:guid}", GetAsync).WithName("Dpia.GetRisk").WithSummary("Reads one risk").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/risk-map", MapAsync).WithName("Dpia.GetRiskMap").WithSummary("Places the risks on the 4 × 4 map, before and after measures").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/risks", AddAsync).WithName("Dpia.AddRisk").WithSummary("Adds a risk of the team's own")
            .RequirePermission(Permissions.DpiaWrite).Validate(new RiskValidator()).WithIdempotency<DpiaDbContext>();
        group.MapPut("/risks/{riskId:guid}", WriteAsync).WithName("Dpia.WriteRisk").WithIfMatch().WithSummary("Writes a risk under its ETag")
            .RequirePermission(Permissions.DpiaWrite).Validate(new RiskValidator());
        group.MapDelete("/risks/{riskId:guid}", RemoveAsync).WithName("Dpia.RemoveRisk").WithIfMatch().WithSummary("Removes a risk of the team's own").RequirePermission(Permissions.DpiaWrite);
    }

    private static async Task<Results<Ok<IReadOnlyList<RiskResponse>>, ProblemHttpResult>> ListAsync(Guid id, DpiaDbContext db, CancellationToken ct)
    {
        if (await ContentAsync(id, db, ct) is not { } content)
            return Problems.NotFound("assessment");
        return TypedResults.Ok<IReadOnlyList<RiskResponse>>([.. content.Risks.Select(r => RiskResponse.Of(r, content.Measures))]);
    }

    private static async Task<Results<Ok<RiskResponse>, ProblemHttpResult>> GetAsync(Guid id, Guid riskId, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await ContentAsync(id, db, ct) is not { } content || content.Risks.FirstOrDefault(r => r.Id == riskId) is not { } risk)
            return Problems.NotFound("risk");
        response.SetEtag(risk.Version);
        return TypedResults.Ok(RiskResponse.Of(risk, content.Measures));
    }

    private static async Task<Results<Ok<RiskMapResponse>, ProblemHttpResult>> MapAsync(Guid id, DpiaDbContext db, CancellationToken ct) =>
        await ContentAsync(id, db, ct) is { } content ? TypedResults.Ok(RiskMapResponse.Of(content)) : Problems.NotFound("assessment");

    private static async Task<Results<Created<RiskResponse>, ProblemHttpResult>> AddAsync(
        Guid id, RiskBody body, DpiaDbContext db, PartWriter writer, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        var risk = Risk.Of(id, fearedEvent: null, body.Content(), http.User.CallerId(), clock.Now());
        await writer.AddAsync(risk, http, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Created($"/v1/assessments/{id}/risks/{risk.Id}", RiskResponse.Of(risk, []));
    }

    private static async Task<Results<Ok<RiskResponse>, ProblemHttpResult>> WriteAsync(
        Guid id, Guid riskId, RiskBody body, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        if (await LockAsync(id, riskId, db, ct) is not { } risk)
            return Problems.NotFound("risk");
        var measures = await db.Measures.AsNoTracking().Where(m => m.AssessmentId == id).ToListAsync(ct);
        var refusal = await writer.SaveAsync(risk, body.Content(), () => RiskResponse.Of(risk, measures), http, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return refusal is null ? TypedResults.Ok(RiskResponse.Of(risk, measures)) : refusal;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, Guid riskId, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        if (await LockAsync(id, riskId, db, ct) is not { } risk)
            return Problems.NotFound("risk");
        if (http.Request.CheckIfMatch(risk.Version) is { } mismatch)
            return mismatch;
        if (risk.FearedEvent is not null)
            return Problems.Conflict("risk-of-template", "The template asks for this risk: it can be rated, not removed.");
        if ((await db.Measures.Where(m => m.AssessmentId == id).ToListAsync(ct)).Any(m => m.Content.RiskIds.Contains(riskId)))
            return Problems.Conflict("risk-has-measures", "Measures are linked to this risk. Unlink them first.");
        await writer.RemoveAsync(risk, http.User, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    private static Task<Risk?> LockAsync(Guid id, Guid riskId, DpiaDbContext db, CancellationToken ct) =>
        db.Risks.FromSql($"SELECT * FROM risks WHERE id = {riskId} AND assessment_id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);

    private static async Task<AssessmentContent?> ContentAsync(Guid id, DpiaDbContext db, CancellationToken ct) =>
        await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is { } assessment ? await AssessmentContent.ReadAsync(db, assessment, ct) : null;
}
