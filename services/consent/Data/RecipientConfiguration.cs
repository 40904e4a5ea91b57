using Governance.Consent.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class RecipientConfiguration : IEntityTypeConfiguration<Recipient>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Recipient> builder)
    {
        builder.ToTable("recipients");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Code).UseCollation("C");
        builder.HasIndex(r => r.Code).IsUnique();
        builder.Property(r => r.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).UseIdentityAlwaysColumn();
        builder.Property(d => d.Subject).UseCollation("C");
        builder.Property(d => d.PurposeCode).UseCollation("C");
        builder.Property(d => d.State).HasConversion<string>();
        builder.HasOne<Recipient>().WithMany().HasForeignKey(d => d.RecipientId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => new { d.RecipientId, d.Subject, d.PurposeCode, d.Version }).IsUnique();
        builder.HasIndex(d => new { d.RecipientId, d.NextAttemptAt }).HasFilter("state = 'Pending'");
        builder.HasIndex(d => new { d.RecipientId, d.OccurredAt });
    }
}
