using Governance.Dpia.Screenings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dpia.Data;

internal sealed class ScreeningConfiguration : IEntityTypeConfiguration<Screening>, IEntityTypeConfiguration<ScreeningDecision>
{
    public void Configure(EntityTypeBuilder<Screening> builder)
    {
        builder.ToTable("screenings");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Property(s => s.Answers).AsJson();
        builder.Property(s => s.Reasons).AsJson();
        builder.HasIndex(s => new { s.Result, s.Id });
        builder.HasMany(s => s.Decisions).WithOne().HasForeignKey(d => d.ScreeningId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ScreeningDecision> builder)
    {
        builder.ToTable("screening_decisions");
        builder.HasKey(d => new { d.ScreeningId, d.Number });
        builder.Property(d => d.Number).ValueGeneratedNever();
    }
}
