using Governance.Inventory.Activities;
using Governance.Inventory.Data;
using Governance.Inventory.DataStores;
using Governance.Inventory.Maps;
using Governance.Inventory.Scans;
using Governance.Messaging;
using Governance.Messaging.Bus;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Clients;

namespace Governance.Inventory;

internal static class InventoryService
{
    public const string Name = "inventory";
    public const string DataPlane = "DataPlane";

    public static WebApplicationBuilder AddInventory(this WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<InventoryDbContext>();
        builder.AddMessageBus<InventoryDbContext>(Name, bus => bus
            .Consume<ApplyScanResultConsumer>("apply-scan-result", concurrency: 2)
            .Consume<FailScanConsumer>("fail-scan", concurrency: 2));
        builder.AddServiceClient(DataPlane);
        builder.Services.AddSingleton<Drafts>().AddSingleton<Drifts>().AddScoped<MapEditor>().AddScoped<ActivityWriter>();
        builder.Services.AddOptions<ActivityOptions>().BindConfiguration(ActivityOptions.Section);
        return builder;
    }

    public static void MapInventory(this WebApplication app)
    {
        app.MapDataStores();
        app.MapScans();
        app.MapMaps();
        app.MapActivities();
        app.MapFailedMessages<InventoryDbContext>();
    }
}
