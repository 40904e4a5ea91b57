using Governance.Audit.Anomalies.Settings;
using Governance.Audit.Anomalies.Stream;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Anomalies;

internal static class AnomalyModel
{
    public static void AddAnomalies(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Anomaly>(anomaly =>
        {
            anomaly.ToTable("anomalies");
            anomaly.Property(a => a.Id).ValueGeneratedNever();
            anomaly.Property(a => a.State).HasConversion<string>();
            anomaly.Property(a => a.Signals).HasColumnType("jsonb");
            anomaly.Property(a => a.Version).IsConcurrencyToken();
            anomaly.Ignore(a => a.Key);
            // One anomaly for an actor and a window, whatever happens in it.
            anomaly.HasIndex(a => new { a.Detector, a.ActorType, a.ActorId, a.CounterpartId, a.Window }).IsUnique();
            anomaly.HasIndex(a => new { a.State, a.Id });
            anomaly.HasIndex(a => a.Window);
        });
        modelBuilder.Entity<WatchPosition>(watch =>
        {
            watch.ToTable("anomaly_watch", table => table.HasCheckConstraint("ck_anomaly_watch_only_one", "id = 1"));
            watch.Property(w => w.Id).ValueGeneratedNever();
            watch.HasData(new WatchPosition { NextSequence = 0, Watermark = DateTimeOffset.UnixEpoch, RecordedAt = DateTimeOffset.UnixEpoch, SilenceLookedAt = DateTimeOffset.UnixEpoch });
        });
        modelBuilder.Entity<StoredCount>(count =>
        {
            count.ToTable("anomaly_counts");
            count.HasKey(c => new { c.Series, c.ActorType, c.ActorId, c.Start });
            count.HasIndex(c => c.Start);
        });
        modelBuilder.Entity<StoredApproval>(approval =>
        {
            approval.ToTable("anomaly_approvals");
            approval.HasKey(a => a.Sequence);
            approval.Property(a => a.Sequence).ValueGeneratedNever();
        });
        modelBuilder.Entity<StoredSettings>(settings =>
        {
            settings.ToTable("anomaly_settings", table => table.HasCheckConstraint("ck_anomaly_settings_only_one", "id = 1"));
            settings.Property(s => s.Id).ValueGeneratedNever();
            settings.Property(s => s.Document).HasColumnType("jsonb");
            settings.Property(s => s.Version).IsConcurrencyToken();
        });
    }
}
