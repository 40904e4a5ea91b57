using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Dpia.Workflow;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <param name="Percent">Of everything required.</param>
/// <param name="HighestResidual">Highest risk that remains; null until one is rated.</param>
internal sealed record ProgressResponse(int Percent, IReadOnlyList<SectionProgress> Sections, Risks.RiskLevel? HighestResidual);

/// <param name="IsAuthor">Can't approve: wrote something, or is tied to an author by a delegated task.</param>
internal sealed record ParticipantResponse(string Id, string Name, bool IsAuthor);

internal static class ReadAssessments
{
    public static async Task<Results<Ok<AssessmentResponse>, ProblemHttpResult>> GetAsync(Guid id, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().Include(a => a.Decisions).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        response.SetEtag(assessment.Version);
        return TypedResults.Ok(AssessmentResponse.Of(assessment));
    }

    public static async Task<Results<Ok<ProgressResponse>, ProblemHttpResult>> ProgressAsync(Guid id, DpiaDbContext db, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        var content = await AssessmentContent.ReadAsync(db, assessment, ct);
        var sections = Completeness.Of(content);
        var required = sections.Sum(s => s.Required);
        return TypedResults.Ok(new ProgressResponse(required == 0 ? 100 : 100 * sections.Sum(s => s.Done) / required, sections, content.HighestResidual));
    }

    /// <summary>Everybody who wrote, decided or has a task, with the name they were last seen under.</summary>
    public static async Task<Results<Ok<IReadOnlyList<ParticipantResponse>>, ProblemHttpResult>> ParticipantsAsync(
        Guid id, DpiaDbContext db, People people, Separation separation, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var authors = await separation.AuthorsAsync(id, ct);
        var ids = authors
            .Concat(await db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.By).ToListAsync(ct))
            .Concat(await db.Tasks.Where(t => t.AssessmentId == id).Select(t => t.AssigneeId).ToListAsync(ct))
            .Concat(await db.Comments.Where(c => c.AssessmentId == id).Select(c => c.By).ToListAsync(ct))
            .Concat(await db.Evaluations.Where(e => e.AssessmentId == id).Select(e => e.By).ToListAsync(ct))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var names = await people.NamesAsync(ids, ct);
        return TypedResults.Ok<IReadOnlyList<ParticipantResponse>>([.. ids.Select(p => new ParticipantResponse(p, names.GetValueOrDefault(p, p), authors.Contains(p)))]);
    }
}
