using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Living;
using Governance.Dpia.Measures;
using Governance.Dpia.Tasks;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Jobs;

/// <summary>Overdue measures: first a task for who answers for the assessment; two weeks later, with nothing done, the assessment itself falls due.</summary>
internal sealed class EscalateMeasures(DpiaDbContext db, ReviewDesk desk, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IScheduledJob
{
    private const int Patience = 14;
    private const int BatchSize = 200;

    public string Name => "escalate-measures";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken ct)
    {
        var today = clock.Today();
        var late = today.AddDays(-Patience);
        var due = await db.Measures.AsNoTracking()
            .Where(m => (m.State == MeasureState.Planned || m.State == MeasureState.InProgress) && ((m.DueOn < today && m.EscalationLevel == 0) || (m.DueOn < late && m.EscalationLevel == 1)))
            .OrderBy(m => m.Id).Take(BatchSize).Select(m => new { m.Id, m.AssessmentId }).ToListAsync(ct);
        foreach (var measure in due)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await db.LockAsync(measure.AssessmentId, ct) is { IsOpen: true } assessment && await db.Measures.SingleOrDefaultAsync(m => m.Id == measure.Id, ct) is { IsOpen: true } current)
                await EscalateAsync(assessment, current, today, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    private async Task EscalateAsync(Assessment assessment, Measure measure, DateOnly today, CancellationToken ct)
    {
        var level = measure.EscalationLevel + 1;
        measure.Escalate(level);
        outbox.Add(db, new MeasureEscalated(headers.New(null, "dpia-assessment", assessment.Id), assessment.Id, measure.Id, measure.DueOn!.Value, level));
        if (level == 1)
        {
            var task = AssessmentTask.Assign(
                assessment.Id, TaskKind.FollowUp, measure.Key, $"The measure \"{measure.Content.Title}\" is overdue since {measure.DueOn:yyyy-MM-dd}.", assessment.Responsible, today.AddDays(7), DpiaService.Name, clock.Now());
            db.Add(task);
            outbox.Add(db, new AssessmentTaskChanged(headers.New(null, "dpia-assessment", assessment.Id), assessment.Id, task.Id, "followUp", task.AssigneeId, task.DueOn, "assigned"));
        }
        else
        {
            await desk.TriggerAsync(
                assessment.Id, TriggerKind.MeasureOverdue, measure.Key, $"The measure \"{measure.Content.Title}\" is overdue since {measure.DueOn:yyyy-MM-dd}.",
                [new NamedChange(measure.Content.Title, "measure-overdue")], actor: null, ct);
        }
    }
}
