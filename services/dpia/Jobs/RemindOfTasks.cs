using Governance.Contracts.Dpia.V1;
using Governance.Dpia.Data;
using Governance.Dpia.Screenings;
using Governance.Dpia.Tasks;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Jobs;

/// <summary>Reminds of open tasks three days before they are due, on the day they are overdue, and weekly from then on.</summary>
internal sealed class RemindOfTasks(DpiaDbContext db, MessageOutbox outbox, EventHeaders headers, TimeProvider clock) : IScheduledJob
{
    private const int DaysBefore = 3;
    private const int DaysBetween = 7;
    private const int BatchSize = 500;

    public string Name => "remind-of-tasks";

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken ct)
    {
        var today = clock.Today();
        var (soon, again) = (today.AddDays(DaysBefore), today.AddDays(-DaysBetween));
        while (true)
        {
            var due = await db.Tasks
                .Where(t => t.State == TaskState.Open && t.DueOn <= soon && (t.RemindedOn == null || (t.DueOn < today && (t.RemindedOn <= t.DueOn || t.RemindedOn <= again))))
                .OrderBy(t => t.Id).Take(BatchSize).ToListAsync(ct);
            foreach (var task in due)
            {
                task.Remind(today);
                outbox.Add(db, new AssessmentTaskChanged(
                    headers.New(null, "dpia-assessment", task.AssessmentId), task.AssessmentId, task.Id, Screen.CodeOf(task.Kind), task.AssigneeId, task.DueOn, task.DueOn < today ? "overdue" : "reminded"));
            }
            // Somebody who closes a task meanwhile comes first; the next run looks again.
            if (!await db.TrySaveAsync(ct) || due.Count < BatchSize)
                return;
            db.ChangeTracker.Clear();
        }
    }
}
