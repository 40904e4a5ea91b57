using Governance.Identity;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("identity");
builder.AddIdentity();
var app = builder.Build();
app.UseServiceDefaults();
app.MapIdentity();
await app.RunAsync();
