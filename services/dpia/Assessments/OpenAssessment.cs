using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.Dpia.Risks;
using Governance.Dpia.Templates;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <summary>Opens assessments: new, or from an earlier one.</summary>
internal sealed class OpenAssessment(DpiaDbContext db, People people, MapKeeper maps, MessageOutbox outbox, EventHeaders headers, TimeProvider clock)
{
    public static Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> HandleAsync(OpenAssessmentBody body, OpenAssessment open, HttpContext http, CancellationToken ct) =>
        open.NewAsync(body, http, ct);

    public static Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> CloneAsync(Guid id, CloneBody body, OpenAssessment open, HttpContext http, CancellationToken ct) =>
        open.FromAsync(id, body, http, ct);

    private async Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> NewAsync(OpenAssessmentBody body, HttpContext http, CancellationToken ct)
    {
        var template = await db.Templates.AsNoTracking()
            .Where(t => t.Code == body.Template && (body.TemplateVersion == null || t.Version == body.TemplateVersion))
            .OrderByDescending(t => t.Version).FirstOrDefaultAsync(ct);
        if (template is null)
            return Problems.Validation("template", "There is no such template.");
        if (body.ScreeningId is { } screening && !await db.Screenings.AnyAsync(s => s.Id == screening, ct))
            return Problems.Validation("screeningId", "There is no such screening.");
        var subject = body.Subject();
        var (known, problem) = await maps.BaselineAsync(subject.DataStoreIds, ct);
        if (problem is not null)
            return problem;

        var (person, now) = (People.Of(http.User), clock.Now());
        var assessment = Assessment.Open(subject, template.Code, template.Version, body.ScreeningId, clonedFrom: null, person, now);
        assessment.KnowMaps(known);
        AddFearedEvents(db, assessment, template.Document, person.Id, now);
        return await SaveAsync(assessment, "new", http, ct);
    }

    private async Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> FromAsync(Guid id, CloneBody body, HttpContext http, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } source)
            return Problems.NotFound("assessment");
        var content = await AssessmentContent.ReadAsync(db, source, ct);
        var (person, now) = (People.Of(http.User), clock.Now());
        var subject = source.Subject with { Title = body.Title, Description = body.Description, ResponsibleId = null };
        var assessment = Assessment.Open(subject, source.TemplateCode, source.TemplateVersion, screening: null, source.Id, person, now);
        assessment.KnowMaps(await maps.NewestAsync(source.Maps, ct));
        Copy(content, assessment, person.Id, now);
        return await SaveAsync(assessment, "clone", http, ct);
    }

    /// <summary>A risk for each feared event of the template, to be described and rated.</summary>
    public static void AddFearedEvents(DpiaDbContext db, Assessment assessment, Template template, string by, DateTimeOffset now)
    {
        foreach (var section in template.Sections.Where(s => s.Contains == SectionContent.Risk))
            Add(db, Risk.Of(assessment.Id, section.FearedEvent, new RiskContent(section.Title, [], [], [], []), by, now), now);
    }

    public static void Add<TContent>(DpiaDbContext db, Part<TContent> part, DateTimeOffset now)
    {
        db.Add(part);
        db.Add(Revision.Saved(part, now));
    }

    private void Copy(AssessmentContent content, Assessment to, string by, DateTimeOffset now)
    {
        foreach (var answer in content.Answers.Values.Where(a => !a.Content.IsEmpty))
            Add(db, AssessmentAnswer.To(to.Id, answer.QuestionId, answer.Content, by, now), now);
        var risks = new Dictionary<Guid, Guid>();
        foreach (var risk in content.Risks)
        {
            var copy = Risk.Of(to.Id, risk.FearedEvent, risk.Content, by, now);
            risks[risk.Id] = copy.Id;
            Add(db, copy, now);
        }
        foreach (var measure in content.Measures.Select(m => m.Content))
            Add(db, Measures.Measure.Of(to.Id, measure with { RiskIds = [.. measure.RiskIds.Where(risks.ContainsKey).Select(r => risks[r])] }, by, now), now);
    }

    public async Task<Results<Created<AssessmentResponse>, ProblemHttpResult>> SaveAsync(Assessment assessment, string origin, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        db.Add(assessment);
        await people.ContributedAsync(assessment.Id, http.User, ct);
        var header = headers.New(http.User.Actor(), "dpia-assessment", assessment.Id) with { ObjectVersion = assessment.Version };
        outbox.Add(db, new AssessmentOpened(header, assessment.Id, assessment.TemplateCode, assessment.TemplateVersion, assessment.ScreeningId, origin, assessment.ClonedFrom));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        http.Response.SetEtag(assessment.Version);
        return TypedResults.Created($"/v1/assessments/{assessment.Id}", AssessmentResponse.Of(assessment));
    }
}
