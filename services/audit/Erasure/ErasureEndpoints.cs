using Governance.Audit.Data;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Erasure;

/// <summary>Says nothing about whose data it was.</summary>
/// <param name="Payloads">Payloads deleted so far.</param>
/// <param name="ErasedAt">From then on no query and no dump of the database finds them.</param>
/// <param name="RewrittenAt">From then on the files of the database don't hold them either.</param>
internal sealed record ErasureResponse(
    Guid Id, ErasureState State, string Reason, string RequestedBy, DateTimeOffset RequestedAt, long Payloads, DateTimeOffset? ErasedAt, DateTimeOffset? RewrittenAt)
{
    public static ErasureResponse Of(SubjectErasure e) => new(e.Id, e.State, e.Reason, e.RequestedBy, e.RequestedAt, e.Payloads, e.ErasedAt, e.RewrittenAt);
}

internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/erasures").WithTags("Erasure");
        group.MapPost("/", EraseSubject.HandleAsync).WithName("Audit.EraseSubject").WithSummary("Erase the payloads of a data subject")
            .RequirePermission(Permissions.AuditErase).WithIdempotency<AuditDbContext>();
        group.MapGet("/{id:guid}", GetAsync).WithName("Audit.GetErasure").WithSummary("How far an erasure is").RequirePermission(Permissions.AuditErase);
    }

    private static async Task<Results<Ok<ErasureResponse>, ProblemHttpResult>> GetAsync(Guid id, AuditDbContext db, CancellationToken ct) =>
        await db.Erasures.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is { } erasure
            ? TypedResults.Ok(ErasureResponse.Of(erasure))
            : Problems.NotFound("erasure");
}
