using FluentValidation;
using Governance.Consent.Data;
using Governance.Consent.Records;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Governance.ServiceDefaults.Privacy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Subjects;

/// <param name="Purpose">Only this purpose; null for all.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Newest">The latest first, all purposes together; else purpose by purpose in the order of versions.</param>
internal sealed record HistoryBody(SubjectReference Subject, string? Purpose = null, string? After = null, int? Limit = null, bool Newest = false);

/// <summary>Asked with POST so that no identifier stands in a URL.</summary>
internal static class SubjectEndpoints
{
    public static void MapSubjects(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/subjects").WithTags("Subjects")
            .MapPost("/history", HistoryAsync).WithName("Consent.ReadHistory").WithSummary("What a person said").RequirePermission(Permissions.ConsentRead).Validate(new HistoryBodyValidator());

    private static async Task<Results<Ok<Page<RecordResponse>>, ProblemHttpResult>> HistoryAsync(HistoryBody body, ConsentDbContext db, SubjectPseudonymizer pseudonymizer, CancellationToken ct)
    {
        if (!HistoryKey.TryParse(body.After, body.Newest, out var after))
            return Problems.Validation("after", "Not the next of an earlier page.");
        var subject = body.Subject.Pseudonym(pseudonymizer);
        var limit = Paging.Limit(body.Limit);
        var all = db.Records.AsNoTracking().Where(r => r.Subject == subject && (body.Purpose == null || r.PurposeCode == body.Purpose));
        var rows = await (body.Newest ? ByTime(all, after) : ByPurpose(all, after)).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, limit, RecordResponse.Of, r => new HistoryKey(r.PurposeCode, r.Version, r.RecordedAt).ToString(body.Newest)));
    }

    private static IQueryable<ConsentRecord> ByPurpose(IQueryable<ConsentRecord> records, HistoryKey? after)
    {
        if (after is not null)
            records = records.Where(r => string.Compare(r.PurposeCode, after.Purpose) > 0 || (r.PurposeCode == after.Purpose && r.Version > after.Version));
        return records.OrderBy(r => r.PurposeCode).ThenBy(r => r.Version);
    }

    private static IQueryable<ConsentRecord> ByTime(IQueryable<ConsentRecord> records, HistoryKey? after)
    {
        if (after is not null)
        {
            records = records.Where(r => r.RecordedAt < after.RecordedAt
                || (r.RecordedAt == after.RecordedAt && (string.Compare(r.PurposeCode, after.Purpose) > 0 || (r.PurposeCode == after.Purpose && r.Version < after.Version))));
        }
        return records.OrderByDescending(r => r.RecordedAt).ThenBy(r => r.PurposeCode).ThenByDescending(r => r.Version);
    }
}

internal sealed class HistoryBodyValidator : AbstractValidator<HistoryBody>
{
    public HistoryBodyValidator()
    {
        RuleFor(b => b.Subject).SetValidator(new SubjectReferenceValidator());
        RuleFor(b => b.Purpose).Code().When(b => b.Purpose is not null);
    }
}
