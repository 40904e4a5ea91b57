using Governance.Contracts;
using Governance.Inventory.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;

namespace Governance.Inventory.DataStores;

internal static class DataStoreEndpoints
{
    public static void MapDataStores(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/data-stores").WithTags("Data stores");
        group.MapPost("/", RegisterDataStore.HandleAsync).WithName("Inventory.RegisterDataStore")
            .RequirePermission(Permissions.InventoryWrite).WithIdempotency<InventoryDbContext>();
        group.MapGet("/", ReadDataStores.ListAsync).WithName("Inventory.ListDataStores").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/{id:guid}", ReadDataStores.GetAsync).WithName("Inventory.GetDataStore").RequirePermission(Permissions.InventoryRead);
        group.MapPut("/{id:guid}", ChangeDataStore.HandleAsync).WithName("Inventory.ChangeDataStore").WithIfMatch().RequirePermission(Permissions.InventoryWrite);
    }
}
