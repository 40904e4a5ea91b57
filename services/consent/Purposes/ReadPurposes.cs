using System.Globalization;
using Governance.Consent.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Purposes;

internal sealed record PurposeResponse(Guid Id, string Code, LegalBasis LegalBasis, int Version, PurposeDetails Details, DateTimeOffset DefinedAt, DateTimeOffset ChangedAt)
{
    public static PurposeResponse Of(Purpose purpose)
    {
        var now = purpose.Current;
        return new(purpose.Id, purpose.Code, purpose.LegalBasis, purpose.Version, now.Details(), purpose.DefinedAt, now.EffectiveFrom);
    }
}

/// <param name="EffectiveFrom">Until the next version took effect.</param>
internal sealed record PurposeVersionResponse(int Version, PurposeDetails Details, DateTimeOffset EffectiveFrom, string ChangedBy);

internal static class ReadPurposes
{
    public static IQueryable<Purpose> WithCurrent(this IQueryable<Purpose> purposes) =>
        purposes.Include(p => p.Versions.OrderByDescending(v => v.Number).Take(1));

    /// <param name="after">Code of the last purpose of the page before.</param>
    /// <param name="basis">Only purposes that rest on this legal basis.</param>
    /// <param name="activity">Only purposes that belong to this processing activity of the inventory.</param>
    public static async Task<Results<Ok<Page<PurposeResponse>>, ProblemHttpResult>> ListAsync(string? after, int? limit, string? basis, Guid? activity, ConsentDbContext db, CancellationToken ct)
    {
        if (!CodeRules.TryParse<LegalBasis>(basis, out var legalBasis))
            return Problems.Validation("basis", "There is no such legal basis.");
        var count = Paging.Limit(limit);
        var rows = await db.Purposes.AsNoTracking()
            .Where(p => after == null || string.Compare(p.Code, after) > 0)
            .Where(p => legalBasis == null || p.LegalBasis == legalBasis)
            .Where(p => activity == null || p.Versions.Any(v => v.Number == p.Version && v.ProcessingActivityId == activity))
            .OrderBy(p => p.Code).Take(count + 1).WithCurrent().ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, PurposeResponse.Of, p => p.Code));
    }

    public static async Task<Results<Ok<PurposeResponse>, ProblemHttpResult>> GetAsync(string code, ConsentDbContext db, HttpResponse response, CancellationToken ct)
    {
        var purpose = await db.Purposes.AsNoTracking().WithCurrent().SingleOrDefaultAsync(p => p.Code == code, ct);
        if (purpose is null)
            return Problems.NotFound("purpose");
        response.SetEtag(purpose.Version);
        return TypedResults.Ok(PurposeResponse.Of(purpose));
    }

    /// <param name="after">Number of the last version of the page before.</param>
    public static async Task<Results<Ok<Page<PurposeVersionResponse>>, ProblemHttpResult>> ListVersionsAsync(string code, int? after, int? limit, ConsentDbContext db, CancellationToken ct)
    {
        if (await db.Purposes.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct) is not { } purpose)
            return Problems.NotFound("purpose");
        var count = Paging.Limit(limit);
        var rows = await db.PurposeVersions.AsNoTracking().Where(v => v.PurposeId == purpose.Id && (after == null || v.Number < after))
            .OrderByDescending(v => v.Number).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, v => new PurposeVersionResponse(v.Number, v.Details(), v.EffectiveFrom, v.ChangedBy), v => v.Number.ToString(CultureInfo.InvariantCulture)));
    }
}
