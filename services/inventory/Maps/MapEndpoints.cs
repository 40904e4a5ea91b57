using Governance.Contracts;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;

namespace Governance.Inventory.Maps;

internal static class MapEndpoints
{
    // Tables, columns and references are named in the query: their names may hold any character, also the slash no path segment can carry.
    public static void MapMaps(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/map-search", MapSearch.HandleAsync).WithTags("Data map").WithName("Inventory.SearchMaps").RequirePermission(Permissions.InventoryRead);
        var group = app.MapGroup("/v1/data-stores/{id:guid}/map").WithTags("Data map");
        group.MapGet("/", ReadMap.GetAsync).WithName("Inventory.GetMap").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/summary", ReadMap.SummariseAsync).WithName("Inventory.GetMapSummary").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/suggestions", MapSuggestions.ListAsync).WithName("Inventory.ListMapSuggestions").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/graph", ReadGraph.HandleAsync).WithName("Inventory.GetMapGraph").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/tables", ReadMap.ListTablesAsync).WithName("Inventory.ListMapTables").RequirePermission(Permissions.InventoryRead);
        group.MapPatch("/tables", DecideTable.HandleAsync).WithName("Inventory.DecideTable").WithIfMatch().RequirePermission(Permissions.InventoryConfirm);
        group.MapPatch("/columns", DecideColumn.HandleAsync).WithName("Inventory.DecideColumn").WithIfMatch().RequirePermission(Permissions.InventoryConfirm);
        group.MapPatch("/references", DecideReference.HandleAsync).WithName("Inventory.DecideReference").WithIfMatch().RequirePermission(Permissions.InventoryConfirm);
        group.MapPost("/references", AddReference.HandleAsync).WithName("Inventory.AddReference").WithIfMatch()
            .RequirePermission(Permissions.InventoryConfirm).WithIdempotency<InventoryDbContext>();
        group.MapPost("/suggestions/accept", AcceptSuggestions.HandleAsync).WithName("Inventory.AcceptSuggestions").WithIfMatch()
            .RequirePermission(Permissions.InventoryConfirm).WithIdempotency<InventoryDbContext>();
        group.MapPost("/confirm", ConfirmMap.HandleAsync).WithName("Inventory.ConfirmMap").WithIfMatch()
            .RequirePermission(Permissions.InventoryConfirm).WithIdempotency<InventoryDbContext>();
        group.MapGet("/versions", ReadVersions.ListAsync).WithName("Inventory.ListMapVersions").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/versions/{number:int}", ReadVersions.GetAsync).WithName("Inventory.GetMapVersion")
            .Produces<DataMap>().RequirePermission(Permissions.InventoryRead);
        group.MapGet("/drift", ReadDrift.HandleAsync).WithName("Inventory.GetMapDrift").RequirePermission(Permissions.InventoryRead);
    }
}
