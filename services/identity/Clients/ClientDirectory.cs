using Governance.Identity.Data;
using Governance.Identity.Protocol.Seam;
using Governance.Identity.Security;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Clients;

internal sealed class ClientDirectory(GovernanceIdentityDbContext db, TimeProvider clock) : IClientDirectory
{
    public async Task<ProtocolClient?> FindActiveAsync(string clientId, CancellationToken cancellationToken) =>
        (await FindAsync(clientId, cancellationToken))?.ToProtocolClient();

    public async Task<ProtocolClient?> AuthenticateAsync(string clientId, string? secret, CancellationToken cancellationToken)
    {
        var client = await FindAsync(clientId, cancellationToken);
        if (client is { IsConfidential: false } && secret is null)
            return client.ToProtocolClient();
        if (client is not { SecretHash: not null } || secret is null)
        {
            ClientSecretHash.Pretend(secret ?? "");
            return null;
        }
        return IsRight(client, secret) ? client.ToProtocolClient() : null;
    }

    private bool IsRight(Client client, string secret) =>
        ClientSecretHash.Verify(client.SecretHash!, secret)
        || (client.PreviousSecretHash is { } previous && client.PreviousSecretExpiresAt > clock.GetUtcNow() && ClientSecretHash.Verify(previous, secret));

    private async Task<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        clientId.Contains('\0') ? null : await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId && c.DisabledAt == null, cancellationToken);
}
