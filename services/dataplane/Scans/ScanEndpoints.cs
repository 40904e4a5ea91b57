using Governance.Contracts;
using Governance.DataPlane.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Scans;

internal static class ScanEndpoints
{
    public static void MapScans(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/scans").WithTags("Scans");
        group.MapGet("/{id:guid}/result", GetResultAsync).WithName("DataPlane.GetScanResult").RequirePermission(Permissions.DataPlaneRead)
            .Produces<Contracts.Inventory.V1.ScanResult>();
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetResultAsync(Guid id, DataPlaneDbContext db, CancellationToken ct) =>
        await db.Scans.AsNoTracking().SingleOrDefaultAsync(s => s.ScanId == id, ct) is { } scan
            ? TypedResults.Content(scan.Document, "application/json")
            : Problems.NotFound("scan result");
}
