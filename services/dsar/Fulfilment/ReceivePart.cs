using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Fulfilment;

/// <summary>
/// One step's exported rows: PostgreSQL COPY text (tab-separated, backslash escapes, \N for null), all columns of the step in its order.
/// Encrypted as it comes in, never held in memory; a repeat takes the place of what was there.
/// </summary>
internal static class ReceivePart
{
    /// <summary>Names the plan that is carried out, so that a late part of a plan that was replaced is refused.</summary>
    public const string PlanHeader = "X-Plan-Id";

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid id, Guid dataStoreId, int step, [FromHeader(Name = PlanHeader)] Guid? carriedOut, HttpContext http, DsarDbContext db, PackageFiles files, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Requests.FindAsync([id], ct) is not { CurrentPlanId: { } planId } request)
            return Problems.NotFound("request");
        if (request.State is not (RequestState.Executing or RequestState.Incomplete))
            return Problems.Conflict("state-conflict", "The request is not being carried out.");
        if (carriedOut is not null && carriedOut != planId)
            return Problems.Conflict("plan-not-current", "Another plan has taken the place of this one.");
        var store = await db.PlannedStores.AsNoTracking().SingleOrDefaultAsync(s => s.PlanId == planId && s.DataStoreId == dataStoreId, ct);
        if (store is null || PlanDocuments.Read(store) is not { Purpose: PlanPurpose.Export } plan || !plan.Steps.Any(s => s.Number == step))
            return Problems.NotFound("step");
        var package = await db.Packages.SingleAsync(p => p.PlanId == planId, ct);

        // A store may take long to give its next row.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        var name = PackageFiles.PartName(package.Id, dataStoreId, step);
        var bytes = await files.WriteAsync(package, name, async target => await http.Request.Body.CopyToAsync(target, ct), ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO package_parts (package_id, data_store_id, step, file_name, bytes, received_at) VALUES ({package.Id}, {dataStoreId}, {step}, {name}, {bytes}, {clock.GetUtcNow()})
            ON CONFLICT (package_id, data_store_id, step) DO UPDATE SET bytes = excluded.bytes, received_at = excluded.received_at
            """, ct);
        return TypedResults.NoContent();
    }
}
