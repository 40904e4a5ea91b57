using Governance.Consent.Decisions.Caching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

/// <summary>The instances' registrations stand in <c>cache_instances</c>, which only statements of the cache touch.</summary>
internal sealed class CacheConfiguration : IEntityTypeConfiguration<CacheChange>
{
    public void Configure(EntityTypeBuilder<CacheChange> builder)
    {
        builder.ToTable("cache_changes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Xid).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.HasIndex(c => c.Xid);
    }
}
