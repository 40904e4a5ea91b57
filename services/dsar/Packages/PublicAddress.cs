using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Packages;

/// <summary>Links that persons get. The secret stands in the fragment, which browsers never send.</summary>
internal sealed class PublicAddress(IOptions<PackageOptions> options, IServer server)
{
    public string LinkTo(Guid package, string secret) => $"{Base.TrimEnd('/')}/packages/{package}#{secret}";

    private string Base => options.Value.PublicBaseUrl is { Length: > 0 } configured
        ? configured
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? throw new InvalidOperationException("Packages:PublicBaseUrl is not set and the service has no address.");
}
