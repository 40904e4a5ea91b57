using Governance.Consent.Purposes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class PurposeConfiguration : IEntityTypeConfiguration<Purpose>, IEntityTypeConfiguration<PurposeVersion>
{
    public void Configure(EntityTypeBuilder<Purpose> builder)
    {
        builder.ToTable("purposes");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Code).UseCollation("C");
        builder.HasIndex(p => p.Code).IsUnique();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Current);
        builder.HasMany(p => p.Versions).WithOne().HasForeignKey(v => v.PurposeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PurposeVersion> builder)
    {
        builder.ToTable("purpose_versions");
        builder.HasKey(v => new { v.PurposeId, v.Number });
        builder.Property(v => v.Number).ValueGeneratedNever();
    }
}
