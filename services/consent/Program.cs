using Governance.Consent;
using Governance.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ConsentService.Name);
builder.AddConsent();

var app = builder.Build();
app.UseServiceDefaults();
app.MapConsent();
await app.RunAsync();
