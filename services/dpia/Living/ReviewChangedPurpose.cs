using Governance.Contracts.Consent.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Workflow;
using Governance.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Living;

/// <summary>A purpose that an assessment names was changed.</summary>
internal sealed class ReviewChangedPurpose(DpiaDbContext db, ConsumerSupport support, ReviewDesk desk) : IdempotentConsumer<PurposeChanged, DpiaDbContext>(db, support)
{
    protected override async Task HandleAsync(PurposeChanged message, CancellationToken ct)
    {
        foreach (var assessment in await NamingAsync(Db, [message.PurposeCode], ct))
        {
            await desk.TriggerAsync(
                assessment.Id, TriggerKind.PurposeChanged, message.PurposeCode, $"The purpose {message.PurposeCode} was changed (version {message.Version}).",
                [new NamedChange(message.PurposeCode, "purpose-changed")], actor: null, ct);
        }
    }

    /// <summary>The open assessments that name one of these purposes.</summary>
    public static async Task<IReadOnlyList<Assessment>> NamingAsync(DpiaDbContext db, IReadOnlyList<string> purposes, CancellationToken ct)
    {
        var open = await db.Assessments.AsNoTracking().Where(a => a.State != AssessmentState.Archived && a.State != AssessmentState.Rejected).OrderBy(a => a.Id).ToListAsync(ct);
        return [.. open.Where(a => a.Subject.Purposes.Intersect(purposes).Any())];
    }
}

/// <summary>People are told of a purpose, beside those of an assessment, that the assessment does not speak of.</summary>
internal sealed class ReviewNewPurpose(DpiaDbContext db, ConsumerSupport support, ReviewDesk desk) : IdempotentConsumer<NoticePublished, DpiaDbContext>(db, support)
{
    protected override async Task HandleAsync(NoticePublished message, CancellationToken ct)
    {
        foreach (var assessment in await ReviewChangedPurpose.NamingAsync(Db, message.PurposeCodes, ct))
        {
            var news = message.PurposeCodes.Except(assessment.Subject.Purposes).Select(p => new NamedChange(p, "purpose-added", null, message.NoticeCode)).ToList();
            if (news.Count > 0)
            {
                await desk.TriggerAsync(
                    assessment.Id, TriggerKind.NewPurpose, message.NoticeCode,
                    $"Version {message.Version} of the notice {message.NoticeCode} names purposes that the assessment does not: {string.Join(", ", news.Select(n => n.What))}.", news, actor: null, ct);
            }
        }
    }
}
