using Governance.Dpia.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Screenings;

internal sealed record ScreeningResponse(
    Guid Id,
    string Title,
    string Description,
    string Jurisdiction,
    string RuleSet,
    ScreeningResult Result,
    int Step,
    IReadOnlyList<string> Criteria,
    IReadOnlyList<ScreeningReason> Reasons,
    IReadOnlyList<Answer> Answers,
    IReadOnlyList<ScreeningDecisionResponse> Decisions,
    string ScreenedBy,
    DateTimeOffset ScreenedAt,
    int Version)
{
    public static ScreeningResponse Of(Screening s) => new(
        s.Id,
        s.Title,
        s.Description,
        s.Jurisdiction,
        s.RuleSet,
        s.Result,
        s.Step,
        s.Criteria,
        s.Reasons,
        s.Answers,
        [.. s.Decisions.OrderBy(d => d.Number).Select(d => new ScreeningDecisionResponse(d.Number, d.Kind, d.Result, d.Ground, d.Reason, d.By, d.At))],
        s.ScreenedBy,
        s.ScreenedAt,
        s.Version);
}

internal sealed record ScreeningDecisionResponse(int Number, ScreeningDecisionKind Kind, ScreeningResult Result, OverrideGround? Ground, string? Reason, string By, DateTimeOffset At);

internal sealed record ScreeningSummary(Guid Id, string Title, string Jurisdiction, ScreeningResult Result, string ScreenedBy, DateTimeOffset ScreenedAt, int Version);

internal static class ReadScreenings
{
    /// <param name="after">Id of the last screening of the page before.</param>
    /// <param name="result">Only screenings with this result.</param>
    /// <param name="newest">True: the newest first; else the oldest.</param>
    public static async Task<Results<Ok<Page<ScreeningSummary>>, ProblemHttpResult>> ListAsync(Guid? after, int? limit, string? result, bool? newest, DpiaDbContext db, CancellationToken ct)
    {
        var wanted = Enum.GetValues<ScreeningResult>().Cast<ScreeningResult?>().FirstOrDefault(r => Screen.CodeOf(r!.Value) == result);
        if (result is not null && wanted is null)
            return Problems.Validation("result", "There is no such result.");
        var count = Paging.Limit(limit);
        var screenings = db.Screenings.AsNoTracking().Where(s => wanted == null || s.Result == wanted);
        var ordered = newest == true
            ? screenings.Where(s => after == null || s.Id < after).OrderByDescending(s => s.Id)
            : screenings.Where(s => after == null || s.Id > after).OrderBy(s => s.Id);
        var rows = await ordered.Take(count + 1)
            .Select(s => new ScreeningSummary(s.Id, s.Title, s.Jurisdiction, s.Result, s.ScreenedBy, s.ScreenedAt, s.Version))
            .ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, s => s, s => s.Id.ToString()));
    }

    public static async Task<Results<Ok<ScreeningResponse>, ProblemHttpResult>> GetAsync(Guid id, DpiaDbContext db, HttpResponse response, CancellationToken ct)
    {
        if (await db.Screenings.AsNoTracking().Include(s => s.Decisions).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } screening)
            return Problems.NotFound("screening");
        response.SetEtag(screening.Version);
        return TypedResults.Ok(ScreeningResponse.Of(screening));
    }
}
