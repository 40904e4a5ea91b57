using Governance.Dsar.Access;
using Governance.Dsar.Certificates;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Dsar.Verification;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Data;

internal sealed class DsarDbContext(DbContextOptions<DsarDbContext> options) : DbContext(options)
{
    public DbSet<SubjectRequest> Requests => Set<SubjectRequest>();

    public DbSet<RequestIdentifier> Identifiers => Set<RequestIdentifier>();

    public DbSet<VerificationCode> Codes => Set<VerificationCode>();

    public DbSet<AddressCheck> AddressChecks => Set<AddressCheck>();

    public DbSet<DataMapCopy> Maps => Set<DataMapCopy>();

    public DbSet<RequestPlan> Plans => Set<RequestPlan>();

    public DbSet<PlannedStore> PlannedStores => Set<PlannedStore>();

    public DbSet<AccessPackage> Packages => Set<AccessPackage>();

    public DbSet<PackagePart> Parts => Set<PackagePart>();

    public DbSet<ErasureCertificate> Certificates => Set<ErasureCertificate>();

    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    public DbSet<Job> Jobs => Set<Job>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DsarDbContext).Assembly);
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }
}
