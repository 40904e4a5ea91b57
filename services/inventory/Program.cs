using Governance.Inventory;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(InventoryService.Name);
builder.AddInventory();

var app = builder.Build();
app.UseServiceDefaults();
app.MapInventory();
await app.RunAsync();
