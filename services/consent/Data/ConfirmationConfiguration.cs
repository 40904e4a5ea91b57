using Governance.Consent.Records.Confirmations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class ConfirmationConfiguration : IEntityTypeConfiguration<Confirmation>
{
    public void Configure(EntityTypeBuilder<Confirmation> builder)
    {
        builder.ToTable("confirmations");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.TokenHash).IsUnique();
        builder.Property(c => c.Kind).HasConversion<string>();
    }
}
