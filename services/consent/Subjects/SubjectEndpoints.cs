using System.Globalization;
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
internal sealed record HistoryBody(SubjectReference Subject, string? Purpose = null, string? After = null, int? Limit = null);

/// <summary>Asked with POST so that no identifier stands in a URL.</summary>
internal static class SubjectEndpoints
{
    public static void MapSubjects(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/subjects").WithTags("Subjects")
            .MapPost("/history", HistoryAsync).WithName("Consent.ReadHistory").RequirePermission(Permissions.ConsentRead).Validate(new HistoryBodyValidator());

    private static async Task<Results<Ok<Page<RecordResponse>>, ProblemHttpResult>> HistoryAsync(HistoryBody body, ConsentDbContext db, SubjectPseudonymizer pseudonymizer, CancellationToken ct)
    {
        if (!TryParseKey(body.After, out var purpose, out var version))
            return Problems.Validation("after", "Not the next of an earlier page.");
        var subject = body.Subject.Pseudonym(pseudonymizer);
        var limit = Paging.Limit(body.Limit);
        var rows = await db.Records.AsNoTracking()
            .Where(r => r.Subject == subject && (body.Purpose == null || r.PurposeCode == body.Purpose))
            .Where(r => purpose == null || string.Compare(r.PurposeCode, purpose) > 0 || (r.PurposeCode == purpose && r.Version > version))
            .OrderBy(r => r.PurposeCode).ThenBy(r => r.Version).Take(limit + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, limit, RecordResponse.Of, r => string.Create(CultureInfo.InvariantCulture, $"{r.PurposeCode}.{r.Version}")));
    }

    private static bool TryParseKey(string? after, out string? purpose, out int version)
    {
        (purpose, version) = (null, 0);
        if (after is null)
            return true;
        var parts = after.Split('.');
        purpose = parts[0];
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out version);
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
