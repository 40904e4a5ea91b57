using Governance.Dsar.Certificates;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Packages;
using Governance.Dsar.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dsar.Data;

internal sealed class AccessPackageConfiguration : IEntityTypeConfiguration<AccessPackage>
{
    public void Configure(EntityTypeBuilder<AccessPackage> builder)
    {
        builder.ToTable("packages");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(p => p.RequestId);
        builder.HasOne<SubjectRequest>().WithMany().HasForeignKey(p => p.RequestId);
    }
}

internal sealed class PackagePartConfiguration : IEntityTypeConfiguration<PackagePart>
{
    public void Configure(EntityTypeBuilder<PackagePart> builder)
    {
        builder.ToTable("package_parts");
        builder.HasKey(p => new { p.PackageId, p.DataStoreId, p.Step });
        builder.HasOne<AccessPackage>().WithMany().HasForeignKey(p => p.PackageId);
    }
}

internal sealed class ErasureCertificateConfiguration : IEntityTypeConfiguration<ErasureCertificate>
{
    public void Configure(EntityTypeBuilder<ErasureCertificate> builder)
    {
        builder.ToTable("certificates");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.RequestId).IsUnique();
        builder.HasOne<SubjectRequest>().WithMany().HasForeignKey(c => c.RequestId);
    }
}

internal sealed class OutgoingMailConfiguration : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable("outgoing_mail");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => m.RequestId);
        builder.HasOne<SubjectRequest>().WithMany().HasForeignKey(m => m.RequestId);
    }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.HasKey(j => j.Id);
        builder.HasIndex(j => j.DueAt);
    }
}
