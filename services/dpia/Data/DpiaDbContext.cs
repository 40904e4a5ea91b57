using System.Text.Json;
using Governance.Dpia.Screenings;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dpia.Data;

internal sealed class DpiaDbContext(DbContextOptions<DpiaDbContext> options) : DbContext(options)
{
    public DbSet<Screening> Screenings => Set<Screening>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DpiaDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<ScreeningResult>().HaveConversion<string>();
        configurationBuilder.Properties<ScreeningDecisionKind>().HaveConversion<string>();
        configurationBuilder.Properties<OverrideGround>().HaveConversion<string>();
    }

    /// <summary>False when somebody else changed the same thing first. Nothing is saved then.</summary>
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
    }
}

internal sealed class ScreeningConfiguration : IEntityTypeConfiguration<Screening>, IEntityTypeConfiguration<ScreeningDecision>
{
    public void Configure(EntityTypeBuilder<Screening> builder)
    {
        builder.ToTable("screenings");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Version).IsConcurrencyToken();
        AsJson(builder.Property(s => s.Answers));
        AsJson(builder.Property(s => s.Reasons));
        builder.HasIndex(s => new { s.Result, s.Id });
        builder.HasMany(s => s.Decisions).WithOne().HasForeignKey(d => d.ScreeningId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ScreeningDecision> builder)
    {
        builder.ToTable("screening_decisions");
        builder.HasKey(d => new { d.ScreeningId, d.Number });
        builder.Property(d => d.Number).ValueGeneratedNever();
    }

    /// <summary>Written and replaced as a whole; the items never change.</summary>
    private static void AsJson<T>(PropertyBuilder<IReadOnlyList<T>> property) =>
        property.HasColumnType("jsonb").HasConversion(
            list => JsonSerializer.Serialize(list, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
