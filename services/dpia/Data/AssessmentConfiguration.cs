using Governance.Dpia.Assessments;
using Governance.Dpia.Comments;
using Governance.Dpia.Evaluations;
using Governance.Dpia.Jobs;
using Governance.Dpia.Living;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Tasks;
using Governance.Dpia.Templates;
using Governance.Dpia.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Dpia.Data;

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>, IEntityTypeConfiguration<Decision>, IEntityTypeConfiguration<AssessmentVersion>,
    IEntityTypeConfiguration<PublishedTemplate>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.Property(a => a.Subject).AsJson();
        builder.Property(a => a.Consultation).AsJson();
        builder.Property(a => a.Maps).AsJson();
        builder.HasIndex(a => new { a.State, a.Id });
        builder.HasIndex(a => a.ReviewOn);
        builder.HasIndex(a => a.DataStoreIds).HasMethod("gin");
        builder.HasMany(a => a.Decisions).WithOne().HasForeignKey(d => d.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("assessment_decisions");
        builder.HasKey(d => new { d.AssessmentId, d.Number });
        builder.Property(d => d.Number).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<AssessmentVersion> builder)
    {
        builder.ToTable("assessment_versions");
        builder.HasKey(v => new { v.AssessmentId, v.Number });
        builder.Property(v => v.Number).ValueGeneratedNever();
        builder.HasOne<Assessment>().WithMany().HasForeignKey(v => v.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PublishedTemplate> builder)
    {
        builder.ToTable("templates");
        builder.HasKey(t => new { t.Code, t.Version });
        builder.Property(t => t.Code).UseCollation("C");
        builder.Property(t => t.Version).ValueGeneratedNever();
        builder.Property(t => t.Document).AsJson();
    }
}

internal sealed class PartConfiguration : IEntityTypeConfiguration<AssessmentAnswer>, IEntityTypeConfiguration<Risk>, IEntityTypeConfiguration<Measure>,
    IEntityTypeConfiguration<Revision>, IEntityTypeConfiguration<Contributor>, IEntityTypeConfiguration<KnownPerson>
{
    public void Configure(EntityTypeBuilder<AssessmentAnswer> builder)
    {
        builder.ToTable("answers");
        builder.HasKey(a => new { a.AssessmentId, a.QuestionId });
        Part<AssessmentAnswer, AnswerValue>(builder);
    }

    public void Configure(EntityTypeBuilder<Risk> builder)
    {
        builder.ToTable("risks");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.AssessmentId);
        Part<Risk, RiskContent>(builder);
    }

    public void Configure(EntityTypeBuilder<Measure> builder)
    {
        builder.ToTable("measures");
        builder.HasKey(m => m.Id);
        builder.HasIndex(m => m.AssessmentId);
        builder.HasIndex(m => new { m.State, m.DueOn });
        Part<Measure, MeasureContent>(builder);
    }

    public void Configure(EntityTypeBuilder<Revision> builder)
    {
        builder.ToTable("revisions");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Content).HasColumnType("jsonb");
        builder.HasIndex(r => new { r.AssessmentId, r.Part, r.PartId, r.Id });
    }

    public void Configure(EntityTypeBuilder<Contributor> builder)
    {
        builder.ToTable("contributors");
        builder.HasKey(c => new { c.AssessmentId, c.UserId });
    }

    public void Configure(EntityTypeBuilder<KnownPerson> builder) => builder.ToTable("people").HasKey(p => p.Id);

    private static void Part<TPart, TContent>(EntityTypeBuilder<TPart> builder)
        where TPart : Part<TContent>
    {
        builder.Property(p => p.Content).AsJson();
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Kind);
        builder.Ignore(p => p.Key);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(p => p.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TeamworkConfiguration : IEntityTypeConfiguration<Comment>, IEntityTypeConfiguration<PartEvaluation>, IEntityTypeConfiguration<AssessmentTask>,
    IEntityTypeConfiguration<TaskDelegation>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable("comments");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.AssessmentId, c.Id });
    }

    public void Configure(EntityTypeBuilder<PartEvaluation> builder)
    {
        builder.ToTable("evaluations");
        builder.HasKey(e => new { e.AssessmentId, e.Target });
        builder.Property(e => e.Content).AsJson();
        builder.Property(e => e.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<AssessmentTask> builder)
    {
        builder.ToTable("tasks");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Version).IsConcurrencyToken();
        builder.HasIndex(t => new { t.AssigneeId, t.State, t.Id });
        builder.HasIndex(t => t.AssessmentId);
        builder.HasMany(t => t.Delegations).WithOne(d => d.Task).HasForeignKey(d => d.TaskId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TaskDelegation> builder)
    {
        builder.ToTable("task_delegations");
        builder.HasKey(d => new { d.TaskId, d.Number });
        builder.Property(d => d.Number).ValueGeneratedNever();
        builder.HasIndex(d => d.AssessmentId);
    }
}

internal sealed class LivingConfiguration : IEntityTypeConfiguration<KnownMap>, IEntityTypeConfiguration<ReviewTrigger>, IEntityTypeConfiguration<Incident>,
    IEntityTypeConfiguration<JobLease>
{
    public void Configure(EntityTypeBuilder<KnownMap> builder)
    {
        builder.ToTable("known_maps");
        builder.HasKey(m => new { m.DataStoreId, m.Version });
        builder.Property(m => m.Version).ValueGeneratedNever();
        builder.Property(m => m.Document).AsJson();
    }

    public void Configure(EntityTypeBuilder<ReviewTrigger> builder)
    {
        builder.ToTable("review_triggers");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Changes).AsJson();
        builder.HasIndex(t => new { t.AssessmentId, t.Id });
    }

    public void Configure(EntityTypeBuilder<JobLease> builder) => builder.ToTable("job_leases").HasKey(j => j.Name);

    public void Configure(EntityTypeBuilder<Incident> builder) => builder.ToTable("incidents").HasKey(i => i.Id);
}
