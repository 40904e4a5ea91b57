using Governance.DataPlane.Data;
using Microsoft.EntityFrameworkCore;

namespace Governance.DataPlane.Jobs;

internal static class AddJob
{
    /// <summary>Adds the job unless the same command brought it before, under whatever message id.</summary>
    public static async Task AddJobAsync(this DataPlaneDbContext db, Job job, CancellationToken ct)
    {
        // Two of the same at the same time queue up here; the second then sees the first.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({job.Key}, 0))", ct);
        if (!await db.Jobs.AnyAsync(j => j.Key == job.Key, ct))
        {
            db.Add(job);
        }
    }
}
