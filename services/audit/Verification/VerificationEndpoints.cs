using Governance.Audit.Data;
using Governance.Audit.Work;
using Governance.Contracts;
using Governance.Contracts.Audit.V1;
using Governance.Messaging.Idempotency;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Verification;

/// <param name="RootHash">Hex, as the head promised it.</param>
/// <param name="ComputedRootHash">Hex, computed from the stored entries.</param>
/// <param name="FirstDifference">Null while running and when nothing differs.</param>
internal sealed record VerificationResponse(
    Guid Id,
    VerificationState State,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? CompletedAt,
    long? Size,
    string? RootHash,
    string? ComputedRootHash,
    Finding? FirstDifference,
    IReadOnlyList<Finding> Differences)
{
    public static VerificationResponse Of(LogVerification v)
    {
        var findings = v.ReadFindings();
        return new(v.Id, v.State, v.RequestedBy, v.RequestedAt, v.CompletedAt, v.Size, Hex(v.RootHash), Hex(v.ComputedRootHash), findings.Count > 0 ? findings[0] : null, findings);
    }

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}

internal static class VerificationEndpoints
{
    public static void MapVerifications(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/log/verifications").WithTags("Verification");
        group.MapPost("/", RequestAsync).WithName("Audit.RequestVerification").RequirePermission(Permissions.AuditVerify).WithIdempotency<AuditDbContext>();
        group.MapGet("/", ListAsync).WithName("Audit.ListVerifications").WithSummary("Full checks and what they found, the newest first").RequirePermission(Permissions.AuditRead);
        group.MapGet("/{id:guid}", GetAsync).WithName("Audit.GetVerification").RequirePermission(Permissions.AuditRead);
    }

    private static async Task<Accepted<VerificationResponse>> RequestAsync(
        HttpContext http, AuditDbContext db, MessageOutbox outbox, EventHeaders headers, WakeUp<VerificationWorker> signal, TimeProvider clock, CancellationToken ct)
    {
        var verification = LogVerification.Request(http.User.CallerId(), clock.GetUtcNow());
        db.Add(verification);
        outbox.Add(db, new LogVerificationRequested(headers.New(http.User.Actor(), "log-verification", verification.Id), verification.Id));
        await db.SaveChangesAsync(ct);
        http.Response.OnCompleted(() =>
        {
            signal.Set();
            return Task.CompletedTask;
        });
        return TypedResults.Accepted($"/v1/log/verifications/{verification.Id}", VerificationResponse.Of(verification));
    }

    /// <param name="after">Id of the last check of the page before.</param>
    private static async Task<Ok<Page<VerificationResponse>>> ListAsync(AuditDbContext db, Guid? after, int? limit, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Verifications.AsNoTracking().Where(v => after == null || v.Id < after).OrderByDescending(v => v.Id).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, VerificationResponse.Of, v => v.Id.ToString()));
    }

    private static async Task<Results<Ok<VerificationResponse>, ProblemHttpResult>> GetAsync(Guid id, AuditDbContext db, CancellationToken ct) =>
        await db.Verifications.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct) is { } verification
            ? TypedResults.Ok(VerificationResponse.Of(verification))
            : Problems.NotFound("verification");
}
