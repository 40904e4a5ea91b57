using System.Text.Json.Serialization;
using FluentValidation;
using Governance.Contracts;
using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Living;

/// <param name="DataStoreIds">Data stores concerned: assessments of processing that uses one fall due.</param>
/// <param name="AssessmentIds">Assessments concerned besides.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record IncidentBody(
    string Title, string Description, IncidentSeverity Severity, DateTimeOffset OccurredAt, IReadOnlyList<Guid>? DataStoreIds = null, IReadOnlyList<Guid>? AssessmentIds = null);

/// <param name="AssessmentIds">Every assessment that was told.</param>
internal sealed record IncidentResponse(
    Guid Id, string Title, string Description, IncidentSeverity Severity, DateTimeOffset OccurredAt, IReadOnlyList<Guid> DataStoreIds, IReadOnlyList<Guid> AssessmentIds,
    string ReportedBy, DateTimeOffset ReportedAt)
{
    public static IncidentResponse Of(Incident i) => new(i.Id, i.Title, i.Description, i.Severity, i.OccurredAt, i.DataStoreIds, i.AssessmentIds, i.ReportedBy, i.ReportedAt);
}

/// <param name="Reason">In a sentence, naming what changed.</param>
/// <param name="Reopened">True when it brought the assessment to review due.</param>
internal sealed record TriggerResponse(Guid Id, int Round, TriggerKind Kind, string SourceId, string Reason, IReadOnlyList<NamedChange> Changes, bool Reopened, DateTimeOffset At)
{
    public static TriggerResponse Of(ReviewTrigger t) => new(t.Id, t.Round, t.Kind, t.SourceId, t.Reason, t.Changes, t.Reopened, t.At);
}

internal static class LivingEndpoints
{
    public static void MapLiving(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Reviews");
        group.MapGet("/assessments/{id:guid}/triggers", ListTriggersAsync).WithName("Dpia.ListTriggers").WithSummary("Lists why the assessment has to be looked at again, newest first")
            .RequirePermission(Permissions.DpiaRead);
        group.MapPost("/incidents", ReportAsync).WithName("Dpia.ReportIncident").WithSummary("Reports an incident: assessments of the processing fall due")
            .RequirePermission(Permissions.DpiaWrite).Validate(new IncidentValidator()).WithIdempotency<DpiaDbContext>();
        group.MapGet("/incidents", ListIncidentsAsync).WithName("Dpia.ListIncidents").WithSummary("Lists incidents").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/incidents/{id:guid}", GetIncidentAsync).WithName("Dpia.GetIncident").WithSummary("Reads one incident").RequirePermission(Permissions.DpiaRead);
    }

    /// <param name="after">Id of the last trigger of the page before.</param>
    private static async Task<Results<Ok<Page<TriggerResponse>>, ProblemHttpResult>> ListTriggersAsync(Guid id, Guid? after, int? limit, DpiaDbContext db, CancellationToken ct)
    {
        if (!await db.Assessments.AnyAsync(a => a.Id == id, ct))
            return Problems.NotFound("assessment");
        var count = Paging.Limit(limit);
        var rows = await db.Triggers.AsNoTracking().Where(t => t.AssessmentId == id && (after == null || t.Id < after)).OrderByDescending(t => t.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, TriggerResponse.Of, t => t.Id.ToString()));
    }

    private static async Task<Results<Created<IncidentResponse>, ProblemHttpResult>> ReportAsync(
        IncidentBody body, DpiaDbContext db, ReviewDesk desk, MessageOutbox outbox, EventHeaders headers, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (body.OccurredAt > clock.GetUtcNow())
            return Problems.Validation("occurredAt", "Not in the future.");
        await using var transaction = await db.BeginAsync(ct);
        var named = (body.AssessmentIds ?? []).Distinct().ToArray();
        if (await db.Assessments.CountAsync(a => named.Contains(a.Id), ct) != named.Length)
            return Problems.Validation("assessmentIds", "There is no such assessment.");
        var concerned = named.ToHashSet();
        foreach (var store in (body.DataStoreIds ?? []).Distinct())
            concerned.UnionWith((await AssessmentsOf.StoreAsync(db, store, ct)).Select(a => a.Id));
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(clock.Now()),
            Title = body.Title,
            Description = body.Description,
            Severity = body.Severity,
            DataStoreIds = [.. (body.DataStoreIds ?? []).Distinct()],
            AssessmentIds = [.. concerned.Order()],
            OccurredAt = body.OccurredAt.ToUniversalTime(),
            ReportedBy = http.User.CallerId(),
            ReportedAt = clock.Now(),
        };
        db.Add(incident);
        foreach (var assessment in incident.AssessmentIds)
            await desk.TriggerAsync(assessment, TriggerKind.Incident, incident.Id.ToString(), $"Incident: {incident.Title}", [new NamedChange(incident.Title, "incident")], http.User.Actor(), ct);
        outbox.Add(db, new IncidentReported(headers.New(http.User.Actor(), "dpia-incident", incident.Id), incident.Id, Screen.CodeOf(incident.Severity), incident.AssessmentIds));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return TypedResults.Created($"/v1/incidents/{incident.Id}", IncidentResponse.Of(incident));
    }

    /// <param name="after">Id of the last incident of the page before.</param>
    /// <param name="newest">The latest first.</param>
    /// <param name="assessmentId">Only those that struck what this assessment is about.</param>
    private static async Task<Ok<Page<IncidentResponse>>> ListIncidentsAsync(Guid? after, int? limit, bool? newest, Guid? assessmentId, DpiaDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var all = db.Incidents.AsNoTracking();
        if (assessmentId is { } assessment)
            all = all.Where(i => i.AssessmentIds.Contains(assessment));
        var inOrder = newest == true ? all.Where(i => after == null || i.Id < after).OrderByDescending(i => i.Id) : all.Where(i => after == null || i.Id > after).OrderBy(i => i.Id);
        var rows = await inOrder.Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, IncidentResponse.Of, i => i.Id.ToString()));
    }

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> GetIncidentAsync(Guid id, DpiaDbContext db, CancellationToken ct) =>
        await db.Incidents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is { } incident ? TypedResults.Ok(IncidentResponse.Of(incident)) : Problems.NotFound("incident");
}

internal sealed class IncidentValidator : AbstractValidator<IncidentBody>
{
    public IncidentValidator()
    {
        RuleFor(b => b.Title).Text(200);
        RuleFor(b => b.Description).Text(10_000);
        RuleFor(b => b.DataStoreIds).Must(ids => ids is null || ids.Count <= 100).WithMessage("At most 100.");
        RuleFor(b => b.AssessmentIds).Must(ids => ids is null || ids.Count <= 100).WithMessage("At most 100.");
    }
}
