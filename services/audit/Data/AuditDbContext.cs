using Governance.Audit.Anomalies;
using Governance.Audit.Erasure;
using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Governance.Audit.Payloads;
using Governance.Audit.Retention;
using Governance.Audit.Search;
using Governance.Audit.Verification;
using Governance.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Data;

internal sealed class AuditDbContext(DbContextOptions<AuditDbContext> options) : DbContext(options)
{
    private const string ByBytes = "C";

    public DbSet<LogEntry> Entries => Set<LogEntry>();

    public DbSet<StoredPayload> Payloads => Set<StoredPayload>();

    public DbSet<LogHead> Heads => Set<LogHead>();

    public DbSet<SubjectErasure> Erasures => Set<SubjectErasure>();

    public DbSet<RetentionHold> Holds => Set<RetentionHold>();

    public DbSet<LogVerification> Verifications => Set<LogVerification>();

    public DbSet<Anomaly> Anomalies => Set<Anomaly>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LogEntry>(entry =>
        {
            entry.ToTable("entries");
            entry.HasKey(e => e.Sequence);
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            // Ids and codes: compared by their bytes, which makes their indexes much cheaper to write.
            entry.Property(e => e.ActorId).UseCollation(ByBytes);
            entry.Property(e => e.Action).UseCollation(ByBytes);
            entry.HasIndex(e => e.EventId).IsUnique();
            entry.HasIndex(e => new { e.ActorId, e.Sequence });
            entry.HasIndex(e => new { e.Action, e.Sequence });
            entry.HasIndex(e => new { e.Outcome, e.Sequence }, "ix_entries_not_success").HasFilter("outcome <> 'success'");
        });
        modelBuilder.Entity<EntrySpan>(span =>
        {
            span.ToTable("entry_spans");
            span.HasKey(s => s.Number);
            span.Property(s => s.Number).ValueGeneratedNever();
        });
        // Partitioned by month: the migration makes it so.
        modelBuilder.Entity<StoredPayload>(payload =>
        {
            payload.ToTable("payloads");
            payload.HasKey(p => new { p.Sequence, p.Month });
            payload.Property(p => p.SubjectPseudonym).UseCollation(ByBytes);
            payload.Property(p => p.ActingSubject).UseCollation(ByBytes);
            payload.Property(p => p.OnBehalfOf).UseCollation(ByBytes);
            payload.Property(p => p.ObjectId).UseCollation(ByBytes);
            payload.Property(p => p.CorrelationId).UseCollation(ByBytes);
            payload.HasIndex(p => new { p.SubjectPseudonym, p.Sequence }).HasFilter("subject_pseudonym IS NOT NULL");
            payload.HasIndex(p => new { p.ObjectId, p.Sequence });
            payload.HasIndex(p => new { p.CorrelationId, p.Sequence }).HasFilter("correlation_id IS NOT NULL");
            payload.HasIndex(p => p.ActingSubject).HasFilter("acting_subject IS NOT NULL");
            payload.HasIndex(p => p.OnBehalfOf).HasFilter("on_behalf_of IS NOT NULL");
        });
        modelBuilder.Entity<PayloadKey>(key =>
        {
            key.ToTable("payload_keys", table => table.HasCheckConstraint("ck_payload_keys_one_owner", "(subject_pseudonym IS NULL) <> (month IS NULL)"));
            key.HasKey(k => k.Id);
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.SubjectPseudonym).UseCollation(ByBytes);
            key.HasIndex(k => k.SubjectPseudonym).IsUnique();
            key.HasIndex(k => k.Month).IsUnique();
        });
        modelBuilder.Entity<StoredTile>(tile =>
        {
            tile.ToTable("tiles");
            tile.HasKey(t => new { t.Level, t.Index });
        });
        modelBuilder.Entity<LogHead>(head =>
        {
            head.ToTable("log_head", table => table.HasCheckConstraint("ck_log_head_only_one", "id = 1"));
            head.Property(h => h.Id).ValueGeneratedNever();
            head.HasData(new LogHead { Size = 0, RootHash = MerkleHash.Empty(), UpdatedAt = DateTimeOffset.UnixEpoch });
        });
        modelBuilder.Entity<LogVerification>(verification =>
        {
            verification.ToTable("verifications");
            verification.Property(v => v.Id).ValueGeneratedNever();
            verification.Property(v => v.State).HasConversion<string>();
            verification.Property(v => v.Findings).HasColumnType("jsonb");
            verification.HasIndex(v => v.RequestedAt).HasFilter("completed_at IS NULL");
        });
        modelBuilder.Entity<SubjectErasure>(erasure =>
        {
            erasure.ToTable("erasures");
            erasure.Property(e => e.Id).ValueGeneratedNever();
            erasure.Property(e => e.RequestedByType).HasConversion<string>();
            erasure.Ignore(e => e.State);
            erasure.HasIndex(e => e.RequestedAt).HasFilter("erased_at IS NULL");
            erasure.HasIndex(e => e.ErasedAt).HasFilter("rewritten_at IS NULL");
        });
        modelBuilder.Entity<RetentionHold>(hold =>
        {
            hold.ToTable("retention_holds");
            hold.Property(h => h.Id).ValueGeneratedNever();
        });
        modelBuilder.AddAnomalies();
        modelBuilder.AddMessagingTables();
        modelBuilder.UseSnakeCase();
    }
}
