using Governance.Dsar.Mail;
using Governance.Dsar.Requests;
using Governance.Dsar.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dsar.Data;

internal sealed class SubjectRequestConfiguration : IEntityTypeConfiguration<SubjectRequest>
{
    public void Configure(EntityTypeBuilder<SubjectRequest> builder)
    {
        builder.ToTable("subject_requests");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Type).HasConversion<string>().HasMaxLength(30);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(30);
        builder.Property(r => r.Language).HasMaxLength(10).HasDefaultValue(MailLanguages.Default);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.IsPaused);
        builder.HasMany(r => r.Pauses).WithOne().HasForeignKey(p => p.RequestId);
        builder.Navigation(r => r.Pauses).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        builder.HasIndex(r => new { r.Pseudonym, r.Type });
        builder.HasIndex(r => new { r.State, r.Id });
        builder.HasIndex(r => new { r.DueOn, r.Id });
        // What somebody works on: few of many, once a platform has been in use for years.
        builder.HasIndex(r => new { r.DueOn, r.Id }, "ix_subject_requests_open").HasFilter("closed_at IS NULL");
        builder.HasIndex(r => new { r.AssignedTo, r.DueOn, r.Id }).HasFilter("closed_at IS NULL");
        builder.Property(r => r.AssignedTo).HasMaxLength(100);
    }
}

internal sealed class RequestPauseConfiguration : IEntityTypeConfiguration<RequestPause>
{
    public void Configure(EntityTypeBuilder<RequestPause> builder)
    {
        builder.ToTable("request_pauses");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
    }
}

internal sealed class RequestIdentifierConfiguration : IEntityTypeConfiguration<RequestIdentifier>
{
    public void Configure(EntityTypeBuilder<RequestIdentifier> builder)
    {
        builder.ToTable("request_identifiers");
        builder.HasKey(i => i.Id);
        builder.HasIndex(i => new { i.RequestId, i.Kind, i.ValuePseudonym }).IsUnique();
        builder.HasOne<SubjectRequest>().WithMany().HasForeignKey(i => i.RequestId);
    }
}

internal sealed class VerificationCodeConfiguration : IEntityTypeConfiguration<VerificationCode>
{
    public void Configure(EntityTypeBuilder<VerificationCode> builder)
    {
        builder.ToTable("verification_codes");
        builder.HasKey(c => c.RequestId);
        builder.HasOne<SubjectRequest>().WithOne().HasForeignKey<VerificationCode>(c => c.RequestId);
    }
}
