using Governance.Consent.Decisions.Caching;
using Governance.Consent.Import;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;
using Governance.Consent.Records.Confirmations;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Consent.Data;

internal sealed class ConsentDbContext : DbContext
{
    private readonly CacheEffects? _effects;

    public ConsentDbContext(DbContextOptions<ConsentDbContext> options, CacheEffects? effects = null, AmbientTransaction? ambient = null)
        : base(options)
    {
        _effects = effects;
        ambient?.Attach(this);
    }

    public DbSet<Purpose> Purposes => Set<Purpose>();

    public DbSet<PurposeVersion> PurposeVersions => Set<PurposeVersion>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<NoticeVersion> NoticeVersions => Set<NoticeVersion>();

    public DbSet<NoticeText> NoticeTexts => Set<NoticeText>();

    public DbSet<ConsentRecord> Records => Set<ConsentRecord>();

    public DbSet<ConsentImport> Imports => Set<ConsentImport>();

    public DbSet<ImportError> ImportErrors => Set<ImportError>();

    public DbSet<Confirmation> Confirmations => Set<Confirmation>();

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

    /// <summary>Whatever decisions depend on is announced to the caches by the transaction that changes it.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var added = ChangeTracker.Entries<ConsentRecord>().Where(e => e.State == EntityState.Added).Select(e => new StreamKey(e.Entity.Subject, e.Entity.PurposeCode)).Distinct().ToList();
        var everything = ChangeTracker.Entries().Any(e => e.Entity is Purpose or PurposeVersion or NoticeVersion or NoticeText && e.State is EntityState.Added or EntityState.Modified);
        List<CacheChange> changes = everything ? [CacheChange.OfEverything()] : [.. added.Select(CacheChange.Of)];
        AddRange(changes);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (everything)
            _effects?.AddEverything(changes[0].Xid);
        else if (changes.Count > 0)
            _effects?.Add(changes[0].Xid, added);
        return saved;
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
