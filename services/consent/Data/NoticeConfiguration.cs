using Governance.Consent.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Consent.Data;

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>, IEntityTypeConfiguration<NoticeVersion>, IEntityTypeConfiguration<NoticeText>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.ToTable("notices");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Code).UseCollation("C");
        builder.HasAlternateKey(n => n.Code);
        builder.Property(n => n.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<NoticeVersion> builder)
    {
        builder.ToTable("notice_versions");
        builder.HasKey(v => new { v.NoticeCode, v.Number });
        builder.Property(v => v.NoticeCode).UseCollation("C");
        builder.Property(v => v.Number).ValueGeneratedNever();
        builder.HasOne<Notice>().WithMany().HasPrincipalKey(n => n.Code).HasForeignKey(v => v.NoticeCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(v => v.Texts).WithOne().HasForeignKey(t => new { t.NoticeCode, t.Number }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<NoticeText> builder)
    {
        builder.ToTable("notice_texts");
        builder.HasKey(t => new { t.NoticeCode, t.Number, t.Language });
        builder.Property(t => t.NoticeCode).UseCollation("C");
    }
}
