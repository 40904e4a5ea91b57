using Governance.Portal;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(PortalService.Name);
builder.AddPortal();

var app = builder.Build();
app.UseServiceDefaults();
app.MapPortal();
await app.RunAsync();
