using System.Text.Json;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <param name="Number">The part's version that this was; null for an edit that came too late and was set aside.</param>
/// <param name="CameAfter">The part's version when a late edit arrived.</param>
/// <param name="Content">As it was written: an answer, a risk or a measure.</param>
internal sealed record RevisionResponse(Guid Id, PartKind Part, string PartId, int? Number, int? CameAfter, JsonElement Content, string By, DateTimeOffset At)
{
    public static RevisionResponse Of(Revision r) => new(r.Id, r.Part, r.PartId, r.Number, r.CameAfter, StoredJson.Read<JsonElement>(r.Content), r.By, r.At);
}

internal static class Revisions
{
    /// <summary>Everything that was written, oldest first; also what came too late.</summary>
    /// <param name="part">Only answers, risks or measures.</param>
    /// <param name="partId">Only of this question, risk or measure.</param>
    /// <param name="late">Only edits that came too late (true) or were saved (false).</param>
    public static async Task<Results<Ok<Page<RevisionResponse>>, ProblemHttpResult>> ListAsync(
        Guid id, Guid? after, int? limit, string? part, string? partId, bool? late, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var kind = Enum.GetValues<PartKind>().Cast<PartKind?>().FirstOrDefault(k => Screen.CodeOf(k!.Value) == part);
        if (part is not null && kind is null)
            return Problems.Validation("part", "answer, risk or measure.");
        var count = Paging.Limit(limit);
        var rows = await db.Revisions.AsNoTracking()
            .Where(r => r.AssessmentId == id && (after == null || r.Id > after))
            .Where(r => (kind == null || r.Part == kind) && (partId == null || r.PartId == partId) && (late == null || (r.Number == null) == late))
            .OrderBy(r => r.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, RevisionResponse.Of, r => r.Id.ToString()));
    }

    /// <summary>Saves what a revision of an answer said as the answer, under the answer's current ETag.</summary>
    public static async Task<Results<Ok<AnswerResponse>, ProblemHttpResult>> RestoreAsync(
        Guid id, Guid revisionId, DpiaDbContext db, PartWriter writer, HttpContext http, CancellationToken ct)
    {
        await using var transaction = await db.BeginAsync(ct);
        var (assessment, problem) = await writer.OpenAsync(id, ct);
        if (assessment is null)
            return problem!;
        if (await db.Revisions.AsNoTracking().SingleOrDefaultAsync(r => r.Id == revisionId && r.AssessmentId == id && r.Part == PartKind.Answer, ct) is not { } revision)
            return Problems.NotFound("revision of an answer");
        var (answer, refusal) = await WriteAnswer.SaveAsync(assessment, revision.PartId, StoredJson.Read<AnswerValue>(revision.Content), db, writer, http, ct);
        if (answer is null)
            return refusal!;
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Ok(AnswerResponse.Of(answer));
    }
}
