using Governance.Dsar;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("dsar");
builder.AddDsar();
var app = builder.Build();
app.UseServiceDefaults();
app.MapDsar();
await app.RunAsync();
