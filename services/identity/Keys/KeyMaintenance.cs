using Governance.ServiceDefaults.Health;

namespace Governance.Identity.Keys;

/// <summary>The first signing key, before anything can be issued.</summary>
internal sealed class CreateFirstSigningKey(KeyRing keys) : IStartupTask
{
    public int Order => 5;

    public Task RunAsync(CancellationToken ct) => keys.EnsureAsync(ct);
}
