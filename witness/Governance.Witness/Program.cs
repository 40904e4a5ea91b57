using Governance.Notes;
using Governance.ServiceDefaults;
using Governance.Witness;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxBytes;
});
builder.Services.AddOptions<WitnessOptions>().BindConfiguration(WitnessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<WitnessOptions>, WitnessOptionsValidator>();
builder.Services.TryAddSingleton(TimeProvider.System);
builder.Services.AddSingleton<FaultPoints>();
builder.Services.AddSingleton(sp => sp.GetRequiredService<IOptions<WitnessOptions>>().Value is var o ? new NoteSigner(o.Name, SignatureType.Cosignature, KeyReference.ReadSeed(o.Key)) : null!);
builder.Services.AddSingleton(sp => new CosignedStore(sp.GetRequiredService<IOptions<WitnessOptions>>().Value.Folder, sp.GetRequiredService<NoteSigner>().Key, sp.GetRequiredService<FaultPoints>()));
builder.Services.AddSingleton<Cosigner>();

var app = builder.Build();
// Now, not at the first request: without key or folder there is no witness.
app.Services.GetRequiredService<Cosigner>();
app.MapWitness();
await app.RunAsync();
