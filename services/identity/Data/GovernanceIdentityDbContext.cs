using Governance.Identity.Clients;
using Governance.Identity.Grants;
using Governance.Identity.Keys;
using Governance.Identity.Roles;
using Governance.Identity.Security;
using Governance.Identity.Sessions;
using Governance.Identity.Setup;
using Governance.Identity.Users;
using Governance.Messaging;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Data;

internal sealed class GovernanceIdentityDbContext(DbContextOptions<GovernanceIdentityDbContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<Role> Roles => Set<Role>();

    public DbSet<IdentityUserRole<Guid>> UserRoles => Set<IdentityUserRole<Guid>>();

    public DbSet<Client> Clients => Set<Client>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<AuthorizationCode> AuthorizationCodes => Set<AuthorizationCode>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<RevokedAccessToken> RevokedAccessTokens => Set<RevokedAccessToken>();

    public DbSet<SignInSession> Sessions => Set<SignInSession>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<SessionKey> SessionKeys => Set<SessionKey>();

    public DbSet<SetupCompletion> SetupCompletions => Set<SetupCompletion>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.ApplyConfigurationsFromAssembly(typeof(GovernanceIdentityDbContext).Assembly);
        builder.AddMessagingTables();
        builder.UseSnakeCase();
    }
}
