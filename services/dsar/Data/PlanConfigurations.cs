using System.Text.Json;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dsar.Data;

internal sealed class DataMapCopyConfiguration : IEntityTypeConfiguration<DataMapCopy>
{
    public void Configure(EntityTypeBuilder<DataMapCopy> builder)
    {
        builder.ToTable("data_maps");
        builder.HasKey(m => new { m.DataStoreId, m.Version });
    }
}

internal sealed class RequestPlanConfiguration : IEntityTypeConfiguration<RequestPlan>
{
    public void Configure(EntityTypeBuilder<RequestPlan> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne<SubjectRequest>().WithMany().HasForeignKey(p => p.RequestId);
    }
}

internal sealed class PlannedStoreConfiguration : IEntityTypeConfiguration<PlannedStore>
{
    public void Configure(EntityTypeBuilder<PlannedStore> builder)
    {
        builder.ToTable("planned_stores");
        builder.HasKey(s => new { s.PlanId, s.DataStoreId });
        builder.Property(s => s.Preparation).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Execution).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(s => s.IsBlocked);
        builder.Ignore(s => s.IsGap);
        AsJson(builder, s => s.Counts);
        AsJson(builder, s => s.Problems);
        AsJson(builder, s => s.Done);
        AsJson(builder, s => s.Gaps);
        builder.HasOne<RequestPlan>().WithMany().HasForeignKey(s => s.PlanId);
    }

    // The lists are replaced, never changed in place.
    private static void AsJson<T>(EntityTypeBuilder<PlannedStore> builder, System.Linq.Expressions.Expression<Func<PlannedStore, List<T>>> property) =>
        builder.Property(property).HasColumnType("text").HasConversion(
            list => JsonSerializer.Serialize(list, MessageJson.Options),
            json => JsonSerializer.Deserialize<List<T>>(json, MessageJson.Options)!,
            new ValueComparer<List<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
