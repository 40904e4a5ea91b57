using Governance.Consent.Signals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class ReceivedSignalConfiguration : IEntityTypeConfiguration<ReceivedSignal>
{
    public void Configure(EntityTypeBuilder<ReceivedSignal> builder)
    {
        builder.ToTable("received_signals");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Subject).UseCollation("C");
        builder.Property(s => s.Kind).HasConversion<string>();
        builder.Property(s => s.Decoded).HasColumnType("jsonb");
        builder.HasIndex(s => new { s.Subject, s.Id });
    }
}
