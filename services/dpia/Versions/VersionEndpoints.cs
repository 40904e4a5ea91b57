using System.Text;
using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Versions;

/// <param name="DocumentHash">SHA-256 of the document, as in the event <c>AssessmentApproved</c> and so in the audit log.</param>
internal sealed record VersionResponse(int Number, string DocumentHash, string SignedBy, string SignedName, DateTimeOffset SignedAt, string Statement);

/// <param name="DocumentHash">What an approver signs.</param>
internal sealed record DocumentResponse(string DocumentHash, AssessmentDocument Document);

internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments/{id:guid}").WithTags("Versions");
        group.MapGet("/document", DocumentAsync).WithName("Dpia.GetDocument").WithSummary("Reads the assessment as a whole, with the hash an approver signs").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/versions", ListAsync).WithName("Dpia.ListVersions").WithSummary("Lists the approved versions and their signatures, newest first").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/versions/{number:int}", GetAsync).WithName("Dpia.GetVersion").WithSummary("Reads an approved version byte for byte as it was signed")
            .Produces<AssessmentDocument>().RequirePermission(Permissions.DpiaRead);
        group.MapGet("/comparison", CompareAsync).WithName("Dpia.CompareVersions").WithSummary("Compares two versions, answer by answer").RequirePermission(Permissions.DpiaRead);
    }

    private static async Task<Results<Ok<DocumentResponse>, ProblemHttpResult>> DocumentAsync(Guid id, DpiaDbContext db, DocumentWriter documents, HttpResponse response, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().Include(a => a.Decisions).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        response.SetEtag(assessment.Version);
        var document = await documents.MakeAsync(assessment, ct);
        return TypedResults.Ok(new DocumentResponse(StoredJson.Hash(StoredJson.Canonical(document)), document));
    }

    /// <param name="after">Number of the last version of the page before.</param>
    private static async Task<Results<Ok<Page<VersionResponse>>, ProblemHttpResult>> ListAsync(Guid id, int? after, int? limit, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var count = Paging.Limit(limit);
        var rows = await db.Versions.AsNoTracking().Where(v => v.AssessmentId == id && (after == null || v.Number < after))
            .OrderByDescending(v => v.Number).Take(count + 1)
            .Select(v => new VersionResponse(v.Number, v.Hash, v.SignedBy, v.SignedName, v.SignedAt, v.Statement)).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, v => v, v => v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetAsync(Guid id, int number, DpiaDbContext db, CancellationToken ct) =>
        await db.Versions.AsNoTracking().Where(v => v.AssessmentId == id && v.Number == number).Select(v => v.Document).SingleOrDefaultAsync(ct) is { } document
            ? TypedResults.Text(document, "application/json", Encoding.UTF8)
            : Problems.NotFound("version");

    /// <param name="from">Number of the earlier version.</param>
    /// <param name="to">Number of the later version; absent for the assessment as it stands.</param>
    private static async Task<Results<Ok<ComparisonResponse>, ProblemHttpResult>> CompareAsync(Guid id, int from, int? to, DpiaDbContext db, DocumentWriter documents, CancellationToken ct)
    {
        if (await db.Assessments.AsNoTracking().Include(a => a.Decisions).SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assessment)
            return Problems.NotFound("assessment");
        var numbers = new[] { from, to ?? from };
        var stored = await db.Versions.AsNoTracking().Where(v => v.AssessmentId == id && numbers.Contains(v.Number)).ToDictionaryAsync(v => v.Number, v => v.Document, ct);
        if (!stored.TryGetValue(from, out var before))
            return Problems.Validation("from", "There is no such version.");
        if (to is { } number && !stored.ContainsKey(number))
            return Problems.Validation("to", "There is no such version.");
        var template = await db.Templates.AsNoTracking().SingleAsync(t => t.Code == assessment.TemplateCode && t.Version == assessment.TemplateVersion, ct);
        var after = to is { } n ? StoredJson.Read<AssessmentDocument>(stored[n]) : await documents.MakeAsync(assessment, ct);
        return TypedResults.Ok(ComparisonResponse.Of(template.Document, from, StoredJson.Read<AssessmentDocument>(before), to, after));
    }
}
