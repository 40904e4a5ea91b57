using Governance.DataPlane.Jobs;
using Governance.DataPlane.Plans;
using Governance.DataPlane.Scans;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Data;

internal sealed class DataPlaneDbContext(DbContextOptions<DataPlaneDbContext> options) : DbContext(options)
{
    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<StoredScan> Scans => Set<StoredScan>();

    public DbSet<Execution> Executions => Set<Execution>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("jobs");
            job.HasKey(j => j.Id);
            job.HasIndex(j => j.Key).IsUnique();
            job.HasIndex(j => j.NextAttemptAt).HasFilter("state IN ('Queued', 'Running')");
            job.Property(j => j.Kind).HasConversion<string>();
            job.Property(j => j.State).HasConversion<string>();
            job.Property(j => j.Lease).IsConcurrencyToken();
        });
        modelBuilder.Entity<StoredScan>(scan =>
        {
            scan.ToTable("scan_results");
            scan.HasKey(s => s.ScanId);
            scan.Property(s => s.Document).HasColumnType("jsonb");
        });
        modelBuilder.Entity<Execution>(execution =>
        {
            execution.ToTable("executions");
            execution.HasKey(e => e.Id);
            execution.Ignore(e => e.Done);
            execution.Ignore(e => e.Prepared);
            execution.Property(e => e.PreparedOutcome).HasColumnType("jsonb");
            execution.OwnsMany(e => e.Steps, step =>
            {
                step.ToTable("execution_steps");
                step.WithOwner().HasForeignKey(s => s.ExecutionId);
                step.HasKey(s => new { s.ExecutionId, s.Number });
                step.Property(s => s.Number).ValueGeneratedNever();
            });
        });
        modelBuilder.AddMessagingTables().UseSnakeCase();
    }
}
