using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Governance.Identity.Keys;

/// <summary>
/// What the other services learn by discovery, without this service calling itself over HTTP: start-up can't wait for
/// itself and a rotated or withdrawn key takes effect here at once.
/// </summary>
internal sealed class LocalConfiguration(ISigningKeys keys, IOptions<ProtocolOptions> options) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = options.Value.IssuerUrl };
        foreach (var key in await keys.GetPublishedAsync(cancel))
            configuration.SigningKeys.Add(key);
        return configuration;
    }

    public void RequestRefresh()
    {
    }
}
