using System.Security.Claims;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Clients;

/// <param name="OverlapMinutes">How long the old secret stays good, 0 to 1440; 0 unless given.</param>
internal sealed record RotateClientSecretBody(int OverlapMinutes = 0);

internal sealed record RotatedSecret(string ClientSecret, DateTimeOffset? PreviousSecretExpiresAt);

internal static class RotateClientSecret
{
    public static async Task<Results<Ok<RotatedSecret>, ProblemHttpResult>> HandleAsync(
        string id, RotateClientSecretBody body, GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock,
        ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (body.OverlapMinutes is < 0 or > 1440)
            return Problems.Validation("overlapMinutes", "must be between 0 and 1440");
        var client = await db.Clients.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (client is null)
            return Problems.NotFound("client");
        if (!client.IsConfidential)
            return Problems.Conflict("public-client", "A public client has no secret.");
        var secret = OpaqueToken.Create();
        client.ReplaceSecret(ClientSecretHash.Create(secret), TimeSpan.FromMinutes(body.OverlapMinutes), clock.GetUtcNow());
        outbox.Add(db, new ClientSecretRotated(headers.New(caller.Actor(), "client", id), id));
        return await db.TrySaveAsync(cancellationToken) is { } problem ? problem : TypedResults.Ok(new RotatedSecret(secret, client.PreviousSecretExpiresAt));
    }
}
