using Governance.Dpia.Assessments;
using Governance.Dpia.Comments;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Jobs;
using Governance.Dpia.Living;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Screenings;
using Governance.Dpia.Tasks;
using Governance.Dpia.Templates;
using Governance.Dpia.Versions;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Governance.Dpia.Data;

internal sealed class DpiaDbContext(DbContextOptions<DpiaDbContext> options) : DbContext(options)
{
    public DbSet<Screening> Screenings => Set<Screening>();

    public DbSet<PublishedTemplate> Templates => Set<PublishedTemplate>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<AssessmentAnswer> Answers => Set<AssessmentAnswer>();

    public DbSet<Risk> Risks => Set<Risk>();

    public DbSet<Measure> Measures => Set<Measure>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<Contributor> Contributors => Set<Contributor>();

    public DbSet<KnownPerson> People => Set<KnownPerson>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<PartEvaluation> Evaluations => Set<PartEvaluation>();

    public DbSet<AssessmentTask> Tasks => Set<AssessmentTask>();

    public DbSet<TaskDelegation> Delegations => Set<TaskDelegation>();

    public DbSet<AssessmentVersion> Versions => Set<AssessmentVersion>();

    public DbSet<KnownMap> Maps => Set<KnownMap>();

    public DbSet<ReviewTrigger> Triggers => Set<ReviewTrigger>();

    public DbSet<JobLease> JobLeases => Set<JobLease>();

    public DbSet<Incident> Incidents => Set<Incident>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DpiaDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<Enum>().HaveConversion<string>();

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

    /// <summary>A transaction of its own, or none when the request already runs in one.</summary>
    public async Task<IDbContextTransaction?> BeginAsync(CancellationToken ct) =>
        Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;

    /// <summary>The assessment, locked until the transaction ends: nobody else writes it or takes a step.</summary>
    public async Task<Assessment?> LockAsync(Guid id, CancellationToken ct)
    {
        var assessment = await Assessments.FromSql($"SELECT * FROM assessments WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);
        if (assessment is not null)
            await Entry(assessment).Collection(a => a.Decisions).LoadAsync(ct);
        return assessment;
    }

    /// <summary>The assessment, to be written in parts: others may too, but nobody takes a step until the transaction ends.</summary>
    public Task<Assessment?> ShareAsync(Guid id, CancellationToken ct) =>
        Assessments.FromSql($"SELECT * FROM assessments WHERE id = {id} FOR SHARE").SingleOrDefaultAsync(ct);
}
