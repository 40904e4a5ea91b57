using Governance.Inventory.Activities;
using Governance.Inventory.DataStores;
using Governance.Inventory.Maps;
using Governance.Inventory.Scans;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Inventory.Data;

internal sealed class InventoryDbContext(DbContextOptions<InventoryDbContext> options) : DbContext(options)
{
    public DbSet<DataStore> DataStores => Set<DataStore>();

    public DbSet<Scan> Scans => Set<Scan>();

    public DbSet<StoreMap> Maps => Set<StoreMap>();

    public DbSet<MapVersion> MapVersions => Set<MapVersion>();

    public DbSet<ProcessingActivity> Activities => Set<ProcessingActivity>();

    public DbSet<ActivityVersion> ActivityVersions => Set<ActivityVersion>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(InventoryDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }

    /// <summary>False when somebody else changed or added the same thing first. Nothing is saved then.</summary>
    public async Task<bool> TrySaveAsync(CancellationToken ct)
    {
        try
        {
            await SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
