using Governance.Contracts;
using Governance.Inventory.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Inventory.Scans;

internal static class ScanEndpoints
{
    public static void MapScans(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/data-stores/{id:guid}/scans").WithTags("Scans");
        group.MapPost("/", RequestScan.HandleAsync).WithName("Inventory.RequestScan")
            .RequirePermission(Permissions.InventoryScan).WithIdempotency<InventoryDbContext>();
        group.MapGet("/", ReadScans.ListAsync).WithName("Inventory.ListScans").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/{scanId:guid}", ReadScans.GetAsync).WithName("Inventory.GetScan").RequirePermission(Permissions.InventoryRead);
    }
}
