using System.Security.Claims;
using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Governance.Dpia.Workflow;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <param name="HighestResidual">Highest risk that remains; null until one is rated.</param>
/// <param name="Awaits">What has to happen next.</param>
internal sealed record AssessmentSummary(
    Guid Id, string Title, string TemplateCode, AssessmentState State, int Round, int ApprovedVersions, DateOnly? ReviewOn, string ResponsibleId, RiskLevel? HighestResidual, Awaited Awaits,
    string CreatedBy, DateTimeOffset UpdatedAt, int Version);

/// <summary>The register: filtered, sorted and paged by the database.</summary>
internal static class ListAssessments
{
    private static readonly DateOnly Never = new(9999, 1, 1);

    /// <param name="State">One or more, separated by commas.</param>
    /// <param name="Open">True: neither archived nor rejected; false: those.</param>
    /// <param name="Title">Part of the title.</param>
    /// <param name="Responsible">Id of a user, or <c>me</c>.</param>
    /// <param name="Risk">Highest risk that remains: low, medium, high, or <c>none</c> while nothing is rated.</param>
    /// <param name="DataStoreId">Only assessments of processing that uses this data store.</param>
    /// <param name="DueBy">Only assessments whose review falls due by that day, or is due.</param>
    /// <param name="WaitingForMe">True: whose next step the caller may take, or is responsible for.</param>
    public sealed record Filter(
        [property: FromQuery] string? State, [property: FromQuery] bool? Open, [property: FromQuery] string? Title, [property: FromQuery] string? Responsible, [property: FromQuery] string? Risk,
        [property: FromQuery] Guid? DataStoreId, [property: FromQuery] DateOnly? DueBy, [property: FromQuery] bool? WaitingForMe);

    /// <param name="sort">In the order of opening (<c>opened</c>), by <c>title</c>, <c>reviewOn</c> (soonest first), <c>updatedAt</c> (newest first) or <c>risk</c> (highest first).</param>
    /// <param name="after">Id of the last assessment of the page before.</param>
    public static async Task<Results<Ok<Page<AssessmentSummary>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] Filter filter, string? sort, Guid? after, int? limit, DpiaDbContext db, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!TryParse<AssessmentState>(filter.State, out var states))
            return Problems.Validation("state", "There is no such state.");
        if (!TryParse<RiskLevel>(filter.Risk == "none" ? null : filter.Risk, out var risks))
            return Problems.Validation("risk", "low, medium, high or none.");
        var rows = Narrow(db, filter, states, [.. risks.Select(r => (int)r)], user.CallerId());
        if (filter.WaitingForMe == true)
            rows = Waiting.For(db, rows, user);
        var last = after is { } key ? await RegisterRow.Of(db).SingleOrDefaultAsync(r => r.Assessment.Id == key, ct) : null;
        if (after is not null && last is null)
            return Problems.Validation("after", "There is no such assessment.");
        if (Ordered(rows, sort, last) is not { } ordered)
            return Problems.Validation("sort", "One of opened, title, reviewOn, updatedAt, risk.");

        var count = Paging.Limit(limit);
        var found = await ordered.Take(count + 1)
            .Select(r => new
            {
                r.Assessment,
                r.Responsible,
                r.Risk,
                IsAdvised = r.Assessment.Decisions.Any(d => d.Step == WorkflowStep.Advise && !r.Assessment.Decisions.Any(s => s.Step == WorkflowStep.Submit && s.Number > d.Number)),
                IsAccepted = r.Assessment.Decisions.Any(d => d.Step == WorkflowStep.AcceptRisk && !r.Assessment.Decisions.Any(s => s.Step == WorkflowStep.Submit && s.Number > d.Number)),
            })
            .ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(
            found, count,
            r => new AssessmentSummary(
                r.Assessment.Id, r.Assessment.Title, r.Assessment.TemplateCode, r.Assessment.State, r.Assessment.Round, r.Assessment.ApprovedVersions, r.Assessment.ReviewOn, r.Responsible,
                (RiskLevel?)r.Risk, Waiting.Of(r.Assessment, r.IsAdvised, r.IsAccepted), r.Assessment.CreatedBy, r.Assessment.UpdatedAt, r.Assessment.Version),
            r => r.Assessment.Id.ToString()));
    }

    private static IQueryable<RegisterRow> Narrow(DpiaDbContext db, Filter filter, List<AssessmentState> states, List<int> risks, string me)
    {
        var rows = RegisterRow.Of(db);
        if (states.Count > 0)
            rows = rows.Where(r => states.Contains(r.Assessment.State));
        if (filter.Open is { } open)
            rows = rows.Where(r => (r.Assessment.State != AssessmentState.Archived && r.Assessment.State != AssessmentState.Rejected) == open);
        if (filter.Title is { Length: > 0 } title)
        {
            // The text itself, whatever of it means something in a pattern.
            var pattern = $"%{title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            rows = rows.Where(r => EF.Functions.ILike(r.Assessment.Title, pattern, "\\"));
        }
        if (filter.Responsible is { } who)
        {
            var person = who == "me" ? me : who;
            rows = rows.Where(r => r.Responsible == person);
        }
        if (filter.Risk == "none")
            rows = rows.Where(r => r.Risk == null);
        else if (risks.Count > 0)
            rows = rows.Where(r => r.Risk != null && risks.Contains(r.Risk.Value));
        if (filter.DataStoreId is { } store)
            rows = rows.Where(r => r.Assessment.DataStoreIds.Contains(store));
        return filter.DueBy is { } due ? rows.Where(r => r.Assessment.ReviewOn <= due || r.Assessment.State == AssessmentState.ReviewDue) : rows;
    }

    /// <summary>In this order and behind the last row of the page before; null when there is no such order.</summary>
    private static IQueryable<RegisterRow>? Ordered(IQueryable<RegisterRow> rows, string? sort, RegisterRow? last)
    {
        var id = last?.Assessment.Id;
        switch (sort)
        {
            case null or "opened":
                return rows.Where(r => id == null || r.Assessment.Id > id).OrderBy(r => r.Assessment.Id);
            case "title":
                var title = last?.Assessment.Title;
                return rows.Where(r => title == null || string.Compare(r.Assessment.Title, title) > 0 || (r.Assessment.Title == title && r.Assessment.Id > id))
                    .OrderBy(r => r.Assessment.Title).ThenBy(r => r.Assessment.Id);
            case "reviewOn":
                var day = last?.Assessment.ReviewOn ?? Never;
                return rows.Where(r => id == null || (r.Assessment.ReviewOn ?? Never) > day || ((r.Assessment.ReviewOn ?? Never) == day && r.Assessment.Id > id))
                    .OrderBy(r => r.Assessment.ReviewOn ?? Never).ThenBy(r => r.Assessment.Id);
            case "updatedAt":
                var at = last?.Assessment.UpdatedAt;
                return rows.Where(r => at == null || r.Assessment.UpdatedAt < at || (r.Assessment.UpdatedAt == at && r.Assessment.Id > id))
                    .OrderByDescending(r => r.Assessment.UpdatedAt).ThenBy(r => r.Assessment.Id);
            case "risk":
                var level = last?.Risk ?? -1;
                return rows.Where(r => id == null || (r.Risk ?? -1) < level || ((r.Risk ?? -1) == level && r.Assessment.Id > id))
                    .OrderByDescending(r => r.Risk ?? -1).ThenBy(r => r.Assessment.Id);
            default:
                return null;
        }
    }

    private static bool TryParse<T>(string? list, out List<T> values)
        where T : struct, Enum
    {
        values = [];
        foreach (var part in list?.Split(',') ?? [])
        {
            if (Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => Screen.CodeOf(v!.Value) == part) is not { } value)
                return false;
            values.Add(value);
        }
        return true;
    }
}
