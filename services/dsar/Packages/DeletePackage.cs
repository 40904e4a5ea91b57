using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Packages;

/// <summary>Deletes an expired package and its key.</summary>
internal sealed class DeletePackage(DsarDbContext db, PackageFiles files, RequestEvents events, TimeProvider clock) : IJobHandler
{
    public static string Kind => JobKinds.DeletePackage;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        var request = await db.LockRequestAsync(job.RequestId, ct);
        var package = await db.Packages.FindAsync([job.SubjectId], ct);

        // A package that was assembled anew lives longer; its own job comes later. While stores are missing, the parts are needed.
        if (request is null || package is null || package.State == PackageState.Deleted || package.ExpiresAt > clock.GetUtcNow())
            return;
        if (request.State.IsOpen())
        {
            db.Jobs.Add(new() { Id = Guid.CreateVersion7(clock.GetUtcNow()), Kind = Kind, RequestId = request.Id, SubjectId = package.Id, DueAt = clock.GetUtcNow().AddDays(1) });
            return;
        }

        files.DeleteAll(package.Id);
        await db.Parts.Where(p => p.PackageId == package.Id).ExecuteDeleteAsync(ct);
        package.Delete();
        events.Add(request, actor: null, h => new AccessPackageDeleted(h, request.Id, package.Id));
    }
}
