using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.Dpia.Workflow;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Jobs;

/// <summary>GDPR Art. 35(11): brings assessments to review due on the day that was set.</summary>
internal sealed class DeclareReviews(DpiaDbContext db, ReviewDesk desk, TimeProvider clock) : IScheduledJob
{
    public string Name => "declare-reviews";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken ct)
    {
        var today = clock.Today();
        var due = await db.Assessments.AsNoTracking().Where(a => a.State == AssessmentState.Monitoring && a.ReviewOn <= today).OrderBy(a => a.Id).Select(a => new { a.Id, a.ReviewOn }).ToListAsync(ct);
        foreach (var assessment in due)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await db.LockAsync(assessment.Id, ct) is { State: AssessmentState.Monitoring })
                await desk.TriggerAsync(assessment.Id, TriggerKind.Date, $"{assessment.ReviewOn:O}", $"The day set for review has come: {assessment.ReviewOn:yyyy-MM-dd}.", [], actor: null, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}
