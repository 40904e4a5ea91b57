using System.Text.Json.Serialization;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <summary>An answer; the member that suits the question's kind, none to clear it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AnswerBody(
    string? Text = null,
    IReadOnlyList<string>? Choices = null,
    IReadOnlyList<string>? List = null,
    int? Gauge = null,
    IReadOnlyList<IReadOnlyDictionary<string, string>>? Rows = null,
    IReadOnlyList<InventoryReference>? Inventory = null)
{
    public AnswerValue Value() => new(Text, Choices, List, Gauge, Rows, Inventory);
}

/// <param name="Version">0 while nobody has answered; goes into If-Match.</param>
internal sealed record AnswerResponse(string QuestionId, AnswerValue Value, int Version, string? WrittenBy, DateTimeOffset? WrittenAt)
{
    public static AnswerResponse Of(AssessmentAnswer a) => new(a.QuestionId, a.Content, a.Version, a.WrittenBy, a.WrittenAt);

    public static AnswerResponse None(string question) => new(question, AnswerValue.Empty, 0, null, null);
}

internal static class WriteAnswer
{
    public static async Task<Results<Ok<AnswerResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, string questionId, AnswerBody body, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        var (answer, refusal) = await SaveAsync(assessment, questionId, body.Value(), db, writer, http, ct);
        if (answer is null)
        {
            // An edit that came too late was set aside: that is to stay.
            if (transaction is not null)
                await transaction.CommitAsync(ct);
            return refusal!;
        }
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Ok(AnswerResponse.Of(answer));
    }

    /// <summary>Puts the answer to be saved; null with the reason when it can't be.</summary>
    public static async Task<(AssessmentAnswer?, ProblemHttpResult?)> SaveAsync(
        Assessment assessment, string questionId, AnswerValue value, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Code == assessment.TemplateCode && t.Version == assessment.TemplateVersion, ct);
        if (template.Document.Find(questionId) is not { } question)
            return (null, Problems.NotFound("question"));
        var errors = AnswerRules.Check(question, value);
        if (errors.Count == 0)
            await CheckInventoryAsync(assessment, value.Inventory ?? [], errors, db, ct);
        if (errors.Count > 0)
            return (null, Problems.Validation(errors));

        // A blank row first, so that two first answers meet on it.
        await db.Database.ExecuteSqlAsync($$"""
            INSERT INTO answers (assessment_id, question_id, content, version) VALUES ({{assessment.Id}}, {{questionId}}, '{}', 0) ON CONFLICT DO NOTHING
            """, ct);
        var answer = await db.Answers.FromSql($"SELECT * FROM answers WHERE assessment_id = {assessment.Id} AND question_id = {questionId} FOR UPDATE").SingleAsync(ct);
        return await writer.SaveAsync(answer, value, () => AnswerResponse.Of(answer), http, ct) is { } problem ? (null, problem) : (answer, null);
    }

    private static async Task CheckInventoryAsync(Assessment assessment, IReadOnlyList<InventoryReference> references, Dictionary<string, string[]> errors, DpiaDbContext db, CancellationToken ct)
    {
        var baselines = assessment.Maps.ToDictionary(m => m.DataStoreId);
        foreach (var (reference, i) in references.Select((r, i) => (r, i)))
        {
            if (!baselines.TryGetValue(reference.DataStoreId, out var baseline))
                errors[$"inventory[{i}].dataStoreId"] = ["Not a data store of this assessment."];
            else if (reference.Table is not null && baseline.MapVersion is { } version)
            {
                var map = await db.Maps.AsNoTracking().SingleAsync(m => m.DataStoreId == reference.DataStoreId && m.Version == version, ct);
                var table = map.Document.Tables.FirstOrDefault(t => t.Schema == reference.Schema && t.Name == reference.Table);
                if (table is null)
                    errors[$"inventory[{i}].table"] = ["The data map has no such table."];
                else if (reference.Column is not null && table.Columns.All(c => c.Name != reference.Column))
                    errors[$"inventory[{i}].column"] = ["The table has no such column."];
            }
        }
    }
}

internal static class ReadAnswers
{
    /// <summary>Every question's answer in the order of the template, unanswered ones too.</summary>
    public static async Task<Results<Ok<IReadOnlyList<AnswerResponse>>, ProblemHttpResult>> ListAsync(Guid id, string? section, DpiaDbContext db, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        var content = await AssessmentContent.ReadAsync(db, assessment, ct);
        return TypedResults.Ok<IReadOnlyList<AnswerResponse>>(
        [
            .. content.Template.Document.Sections.Where(s => section is null || s.Id == section).SelectMany(s => s.Questions)
                .Select(q => content.Answers.TryGetValue(q.Id, out var answer) ? AnswerResponse.Of(answer) : AnswerResponse.None(q.Id)),
        ]);
    }

    public static async Task<Results<Ok<AnswerResponse>, ProblemHttpResult>> GetAsync(Guid id, string questionId, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        var content = await AssessmentContent.ReadAsync(db, assessment, ct);
        if (content.Template.Document.Find(questionId) is null)
            return Problems.NotFound("question");
        var answer = content.Answers.TryGetValue(questionId, out var written) ? AnswerResponse.Of(written) : AnswerResponse.None(questionId);
        response.SetEtag(answer.Version);
        return TypedResults.Ok(answer);
    }
}
