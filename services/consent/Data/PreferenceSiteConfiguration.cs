using Governance.Consent.Preferences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class PreferenceSiteConfiguration : IEntityTypeConfiguration<PreferenceSite>
{
    public void Configure(EntityTypeBuilder<PreferenceSite> builder)
    {
        builder.ToTable("preference_sites");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Code).UseCollation("C");
        builder.HasIndex(s => s.Code).IsUnique();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
