using Governance.Consent.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class ConsentRecordConfiguration : IEntityTypeConfiguration<ConsentRecord>
{
    /// <summary>No two records take the same place in a history.</summary>
    public const string StreamIndex = "ux_consent_records_stream";

    public void Configure(EntityTypeBuilder<ConsentRecord> builder)
    {
        builder.ToTable("consent_records");
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.Key);
        builder.Property(r => r.Subject).UseCollation("C");
        builder.Property(r => r.PurposeCode).UseCollation("C");
        builder.Property(r => r.Demonstrable).HasDefaultValue(true).ValueGeneratedNever();
        builder.Property(r => r.ContentHash).HasConversion(hex => Convert.FromHexString(hex!), bytes => Convert.ToHexStringLower(bytes));
        builder.HasIndex(r => new { r.Subject, r.PurposeCode, r.Version }).IsUnique().HasDatabaseName(StreamIndex);
        builder.HasIndex(r => r.ExpiresAt).HasFilter("expires_at IS NOT NULL");
    }
}
