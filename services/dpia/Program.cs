using Governance.Dpia;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(DpiaService.Name);
builder.AddDpia();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDpia();
await app.RunAsync();
