using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Consent.Data;

internal sealed class ConsentDbContext(DbContextOptions<ConsentDbContext> options) : DbContext(options)
{
    public DbSet<Purpose> Purposes => Set<Purpose>();

    public DbSet<PurposeVersion> PurposeVersions => Set<PurposeVersion>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeVersion> NoticeVersions => Set<NoticeVersion>();

    public DbSet<NoticeText> NoticeTexts => Set<NoticeText>();

    public DbSet<ConsentRecord> Records => Set<ConsentRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ConsentDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<LegalBasis>().HaveConversion<string>();
        configurationBuilder.Properties<ChildrenRule>().HaveConversion<string>();
        configurationBuilder.Properties<NoticeChange>().HaveConversion<string>();
        configurationBuilder.Properties<ConsentAction>().HaveConversion<string>();
        configurationBuilder.Properties<GivenBy>().HaveConversion<string>();
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
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}

internal static class Clock
{
    /// <summary>Now, to the microsecond as PostgreSQL keeps it, so that a time given out is the time stored.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
