using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Roles;

/// <summary>Creates catalogue roles that don't exist and gives existing ones what the catalogue has gained since; what an administrator changed stays.</summary>
internal sealed class SeedRoles(IServiceScopeFactory scopes, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IStartupTask
{
    public int Order => 10;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var existing = await db.Roles.ToDictionaryAsync(r => r.Name!, ct);
        foreach (var (name, permissions) in RoleCatalogue.Roles)
        {
            if (existing.TryGetValue(name, out var role))
            {
                if (role.Offer(permissions))
                    outbox.Add(db, new RoleChanged(headers.New(null, "role", name), name, role.Permissions));
                continue;
            }
            role = Role.Create(name, [], clock.GetUtcNow());
            role.Offer(permissions);
            db.Roles.Add(role);
            outbox.Add(db, new RoleCreated(headers.New(null, "role", name), name, role.Permissions));
        }
        await db.SaveChangesAsync(ct);
    }
}
