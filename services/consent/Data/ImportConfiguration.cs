using Governance.Consent.Import;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class ImportConfiguration : IEntityTypeConfiguration<ConsentImport>, IEntityTypeConfiguration<ImportChunk>, IEntityTypeConfiguration<ImportError>
{
    public void Configure(EntityTypeBuilder<ConsentImport> builder)
    {
        builder.ToTable("imports");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Format).HasConversion<string>();
        builder.Property(i => i.State).HasConversion<string>();
        builder.HasIndex(i => i.LeasedUntil).HasFilter("state IN ('Receiving', 'Queued', 'Running')");
    }

    public void Configure(EntityTypeBuilder<ImportChunk> builder)
    {
        builder.ToTable("import_chunks");
        builder.HasKey(c => new { c.ImportId, c.Number });
        builder.HasOne<ConsentImport>().WithMany().HasForeignKey(c => c.ImportId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportError> builder)
    {
        builder.ToTable("import_errors");
        builder.HasKey(e => new { e.ImportId, e.Line });
        builder.HasOne<ConsentImport>().WithMany().HasForeignKey(e => e.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
