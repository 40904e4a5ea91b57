using Governance.Messaging;
using Governance.Portal.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Governance.Portal.Data;

/// <summary>Sessions of browsers; the portal keeps nothing else.</summary>
internal sealed class PortalDbContext(DbContextOptions<PortalDbContext> options) : DbContext(options)
{
    public DbSet<PortalSession> Sessions => Set<PortalSession>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<PortalSession>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(s => s.Id);
            session.HasIndex(s => s.ProviderSession);
            session.HasIndex(s => s.ExpiresAt);
        });
        modelBuilder.UseSnakeCase();
    }
}
