using Governance.Audit.Anomalies.Stream;
using Governance.Audit.Data;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Anomalies.Review;

internal static class ReviewEndpoints
{
    public static void MapAnomalyReview(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/anomalies").WithTags("Anomalies");
        group.MapGet("/", ListAsync).WithName("Audit.ListAnomalies").WithSummary("Anomalies, newest first").RequirePermission(Permissions.AuditRead);
        group.MapGet("/{id:guid}", GetAsync).WithName("Audit.GetAnomaly").WithSummary("One anomaly with its evidence in plain words").RequirePermission(Permissions.AuditRead);
        group.MapPost("/{id:guid}/review", ReviewAnomaly.HandleAsync).WithName("Audit.ReviewAnomaly").WithSummary("Acknowledge or dismiss, with a reason")
            .RequirePermission(Permissions.AuditReview).Validate(new ReviewBodyValidator()).WithIfMatch();
    }

    private static async Task<Results<Ok<Page<AnomalyResponse>>, ProblemHttpResult>> ListAsync(
        AuditDbContext db,
        [FromQuery] string? state,
        [FromQuery] string? detector,
        [FromQuery] string? actorId,
        [FromQuery] string? after,
        [FromQuery] int? limit,
        CancellationToken ct)
    {
        var anomalies = db.Anomalies.AsNoTracking();
        if (state is not null)
        {
            if (!Enum.TryParse<AnomalyState>(state, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted) || char.IsAsciiDigit(state[0]))
                return Problems.Validation("state", "Either open, acknowledged or dismissed.");
            anomalies = anomalies.Where(a => a.State == wanted);
        }

        if (detector is not null)
        {
            if (!AnomalyEngine.Detectors.Contains(detector))
                return Problems.Validation("detector", $"One of {string.Join(", ", AnomalyEngine.Detectors)}.");
            anomalies = anomalies.Where(a => a.Detector == detector);
        }

        if (actorId is not null)
            anomalies = anomalies.Where(a => a.ActorId == actorId || a.CounterpartId == actorId);
        if (after is not null)
        {
            if (!Guid.TryParse(after, out var last))
                return Problems.Validation("after", "Not a cursor of this list.");
            anomalies = anomalies.Where(a => a.Id.CompareTo(last) < 0);
        }

        var size = Paging.Limit(limit);
        var rows = await anomalies.OrderByDescending(a => a.Id).Take(size + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, size, AnomalyResponse.Of, a => a.Id.ToString()));
    }

    private static async Task<Results<Ok<AnomalyDetail>, ProblemHttpResult>> GetAsync(Guid id, AuditDbContext db, HttpContext http, CancellationToken ct)
    {
        if (await db.Anomalies.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } anomaly)
            return Problems.NotFound("anomaly");
        http.Response.SetEtag(anomaly.Version);
        return TypedResults.Ok(new AnomalyDetail(AnomalyResponse.Of(anomaly), [.. anomaly.ReadSignals().Select(s => EvidenceResponse.Of(anomaly, s))]));
    }
}
