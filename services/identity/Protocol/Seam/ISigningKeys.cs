using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Protocol.Seam;

internal interface ISigningKeys
{
    /// <summary>The key that signs now.</summary>
    Task<SigningCredentials> GetCurrentAsync(CancellationToken cancellationToken);

    /// <summary>Public halves of every key that is announced, signs or is in its overlap.</summary>
    Task<IReadOnlyList<JsonWebKey>> GetPublishedAsync(CancellationToken cancellationToken);
}
