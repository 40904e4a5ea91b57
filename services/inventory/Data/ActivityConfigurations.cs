using Governance.Inventory.Activities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Inventory.Data;

internal sealed class ProcessingActivityConfiguration : IEntityTypeConfiguration<ProcessingActivity>
{
    public void Configure(EntityTypeBuilder<ProcessingActivity> builder)
    {
        builder.ToTable("processing_activities");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => a.Name).IsUnique();
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Details).HasColumnType("jsonb").HasConversion(d => StoredJson.Write(d), text => StoredJson.Read<ActivityDetails>(text));
    }
}

internal sealed class ActivityVersionConfiguration : IEntityTypeConfiguration<ActivityVersion>
{
    public void Configure(EntityTypeBuilder<ActivityVersion> builder)
    {
        builder.ToTable("activity_versions");
        builder.HasKey(v => new { v.ActivityId, v.Number });
        builder.Property(v => v.Number).ValueGeneratedNever();

        // Text, not jsonb: the hash is of these very bytes.
        builder.Property(v => v.Document).HasColumnType("text");
        builder.HasOne<ProcessingActivity>().WithMany().HasForeignKey(v => v.ActivityId).OnDelete(DeleteBehavior.Restrict);
    }
}
