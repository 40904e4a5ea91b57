using Governance.Audit.Data;
using Governance.Consent.Data;
using Governance.DataPlane.Data;
using Governance.Dpia.Data;
using Governance.Dsar.Data;
using Governance.Identity.Data;
using Governance.Inventory.Data;
using Governance.Portal.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Governance.Migrations;

/// <summary>Makes a context for dotnet-ef, which only reads its model: nothing is connected to.</summary>
internal abstract class ModelOnly<TDbContext>(Func<DbContextOptions<TDbContext>, TDbContext> create) : IDesignTimeDbContextFactory<TDbContext>
    where TDbContext : DbContext
{
    public TDbContext CreateDbContext(string[] args) => create(new DbContextOptionsBuilder<TDbContext>().UseNpgsql().Options);
}

internal sealed class AuditModel() : ModelOnly<AuditDbContext>(options => new(options));

internal sealed class ConsentModel() : ModelOnly<ConsentDbContext>(options => new(options));

internal sealed class DataPlaneModel() : ModelOnly<DataPlaneDbContext>(options => new(options));

internal sealed class DpiaModel() : ModelOnly<DpiaDbContext>(options => new(options));

internal sealed class DsarModel() : ModelOnly<DsarDbContext>(options => new(options));

internal sealed class IdentityModel() : ModelOnly<GovernanceIdentityDbContext>(options => new(options));

internal sealed class InventoryModel() : ModelOnly<InventoryDbContext>(options => new(options));

internal sealed class PortalModel() : ModelOnly<PortalDbContext>(options => new(options));
