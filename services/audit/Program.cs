using Governance.Audit;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(AuditService.Name);
builder.AddAudit();

var app = builder.Build();
app.UseServiceDefaults();
app.MapAudit();
await app.RunAsync();
