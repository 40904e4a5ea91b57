using Governance.Inventory.DataStores;
using Governance.Inventory.Maps;
using Governance.Inventory.Scans;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Inventory.Data;

internal sealed class DataStoreConfiguration : IEntityTypeConfiguration<DataStore>
{
    public void Configure(EntityTypeBuilder<DataStore> builder)
    {
        builder.ToTable("data_stores");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => s.Name).IsUnique();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal sealed class ScanConfiguration : IEntityTypeConfiguration<Scan>
{
    public void Configure(EntityTypeBuilder<Scan> builder)
    {
        builder.ToTable("scans");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.State).HasConversion<string>();
        builder.Property(s => s.Gaps).HasColumnType("jsonb").HasConversion(
            g => StoredJson.Write(g),
            text => StoredJson.Read<IReadOnlyList<Contracts.Inventory.V1.ScanGap>>(text));
        builder.HasOne<DataStore>().WithMany().HasForeignKey(s => s.DataStoreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.DataStoreId, s.Id });
    }
}

internal sealed class StoreMapConfiguration : IEntityTypeConfiguration<StoreMap>
{
    public void Configure(EntityTypeBuilder<StoreMap> builder)
    {
        builder.ToTable("maps");
        builder.HasKey(m => m.DataStoreId);
        builder.Property(m => m.DataStoreId).ValueGeneratedNever();
        builder.Property(m => m.Draft).HasColumnType("jsonb");
        builder.Property(m => m.ScanResult).HasColumnType("jsonb");
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasOne<DataStore>().WithMany().HasForeignKey(m => m.DataStoreId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MapVersionConfiguration : IEntityTypeConfiguration<MapVersion>
{
    public void Configure(EntityTypeBuilder<MapVersion> builder)
    {
        builder.ToTable("map_versions");
        builder.HasKey(v => new { v.DataStoreId, v.Number });
        builder.Property(v => v.Number).ValueGeneratedNever();

        // Text, not jsonb: the hash is of these very bytes.
        builder.Property(v => v.Document).HasColumnType("text");
        builder.HasOne<DataStore>().WithMany().HasForeignKey(v => v.DataStoreId).OnDelete(DeleteBehavior.Restrict);
    }
}
