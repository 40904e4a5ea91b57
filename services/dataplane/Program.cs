using Governance.DataPlane;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(DataPlaneService.Name);
builder.AddDataPlane();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDataPlane();
await app.RunAsync();
