using Governance.Audit.Data;
using Governance.Audit.Payloads;
using Governance.Contracts;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Audit.Retention;

/// <param name="Month">First day of the month in which the entries were recorded.</param>
/// <param name="DropsOn">From this day on the payloads are dropped, unless held; null for never.</param>
internal sealed record MonthResponse(DateOnly Month, bool IsHeld, DateOnly? DropsOn);

internal sealed record RetentionRunResponse(IReadOnlyList<DateOnly> DroppedMonths);

internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/retention").WithTags("Retention");
        group.MapGet("/months", MonthsAsync).WithName("Audit.ListPayloadMonths").WithSummary("Months that hold payloads, and until when").RequirePermission(Permissions.AuditRead);
        group.MapPost("/runs", RunAsync).WithName("Audit.RunRetention").WithSummary("Drop the payloads of months whose time is over, now").RequirePermission(Permissions.AuditRetain);
        group.MapGet("/holds", PlaceHold.ListAsync).WithName("Audit.ListHolds").WithSummary("Holds, the newest first").RequirePermission(Permissions.AuditRead);
        group.MapPost("/holds", PlaceHold.HandleAsync).WithName("Audit.PlaceHold").WithSummary("Keep the payloads of some months from being dropped or erased")
            .RequirePermission(Permissions.AuditRetain).WithIdempotency<AuditDbContext>();
        group.MapPost("/holds/{id:guid}/release", ReleaseHold.HandleAsync).WithName("Audit.ReleaseHold").WithSummary("End a hold").RequirePermission(Permissions.AuditRetain);
    }

    private static async Task<Ok<IReadOnlyList<MonthResponse>>> MonthsAsync(AuditDbContext db, IOptions<RetentionOptions> options, CancellationToken ct)
    {
        var holds = await db.Holds.AsNoTracking().Where(h => h.ReleasedAt == null).ToListAsync(ct);
        var months = (await PayloadPartitions.MonthsAsync(db, ct)).Where(m => m != PayloadMonth.Kept);
        return TypedResults.Ok<IReadOnlyList<MonthResponse>>([.. months.Select(m => new MonthResponse(m, holds.Exists(h => h.FirstMonth <= m && m <= h.LastMonth), options.Value.DropsOn(m)))]);
    }

    private static async Task<Ok<RetentionRunResponse>> RunAsync(HttpContext http, AuditDbContext db, MonthDropper dropper, CancellationToken ct) =>
        TypedResults.Ok(new RetentionRunResponse(await dropper.DropDueAsync(db, http.User.Actor(), ct)));
}
