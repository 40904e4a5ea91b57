using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Governance.ServiceDefaults.Health;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Roles;

/// <summary>Creates catalogue roles that don't exist; what an administrator changed stays.</summary>
internal sealed class SeedRoles(IServiceScopeFactory scopes, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IStartupTask
{
    public int Order => 10;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var existing = await db.Roles.Select(r => r.Name!).ToListAsync(ct);
        foreach (var (name, permissions) in RoleCatalogue.Roles.Where(r => !existing.Contains(r.Key)))
        {
            var role = Role.Create(name, permissions, clock.GetUtcNow());
            db.Roles.Add(role);
            outbox.Add(db, new RoleCreated(headers.New(null, "role", name), name, role.Permissions));
        }
        await db.SaveChangesAsync(ct);
    }
}
