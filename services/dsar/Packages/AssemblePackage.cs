using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Closing;
using Governance.Dsar.Consents;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Packages;

/// <summary>Makes the package of what the stores have handed in, and mails its link. Repeated after a crash from the start: parts are still there.</summary>
internal sealed class AssemblePackage(
    DsarDbContext db, DataMaps maps, ConsentHistory consents, PackageAssembler assembler, PackageFiles files, KeyVault keys, RequestClosing closing, RequestEvents events, MailQueue mails, MailTexts texts, PublicAddress address,
    FaultPoints faults, IOptions<PackageOptions> options, TimeProvider clock) : IJobHandler
{
    public static string Kind => JobKinds.AssemblePackage;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        // One assembly of a package at a time, and each looks at what the one before has left: a partial package must not replace a whole one.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({job.SubjectId.ToString()}, 0))", ct);
        var request = await db.Requests.AsNoTracking().SingleAsync(r => r.Id == job.RequestId, ct);
        if (request.CurrentPlanId != job.SubjectId || request.State is not (RequestState.Executing or RequestState.Incomplete))
            return;
        var package = await db.Packages.SingleAsync(p => p.PlanId == job.SubjectId, ct);
        var planned = await db.PlannedStores.AsNoTracking().Where(s => s.PlanId == job.SubjectId).OrderBy(s => s.DataStoreId).ToListAsync(ct);
        var (stores, gaps) = await ContentAsync(package, planned, ct);
        var complete = gaps.Count == 0 && ExecutionProgress.IsComplete(planned);

        // Nothing new since the last package, or nothing at all.
        if (!complete && (stores.Count == 0 || stores.Count == package.Stores))
            return;

        faults.Hit("dsar.package.before-assemble");
        var file = await assembler.AssembleAsync(new(package, request, stores, gaps, clock.GetUtcNow(), await consents.ReadAsync(request, ct)), ct);
        faults.Hit("dsar.package.after-assemble");
        await DeliverAsync(package, file, stores.Count, gaps, complete, ct);
    }

    private async Task DeliverAsync(AccessPackage package, AssembledFile file, int stores, IReadOnlyList<StoreGap> gaps, bool complete, CancellationToken ct)
    {
        var request = (await db.LockRequestAsync(package.RequestId, ct))!;
        var secret = Secrets.Token();
        var now = clock.GetUtcNow();
        var expiresAt = now + options.Value.Lifetime;
        package.Assembled(file, stores, keys.Hash("package", package.Id, secret), now, expiresAt);
        events.Add(request, actor: null, h => new AccessPackageReady(h, request.Id, package.Id, file.Hash, file.Rows, expiresAt));
        var (subject, body) = texts.PackageReady(request, address.LinkTo(package.Id, secret), expiresAt, [.. gaps.Select(g => g.DataStoreName).Distinct(StringComparer.Ordinal)]);
        await mails.AddAsync(request, "package-ready", subject, body, ct);
        db.Jobs.Add(new() { Id = Guid.CreateVersion7(now), Kind = JobKinds.DeletePackage, RequestId = request.Id, SubjectId = package.Id, DueAt = expiresAt });
        if (!complete)
            return;
        if (closing.Complete(request, actor: null) is { } refusal)
            throw new InvalidOperationException($"The request could not be completed: {refusal.Code}.");
        files.DeleteParts(package.Id);
        await db.Parts.Where(p => p.PackageId == package.Id).ExecuteDeleteAsync(ct);
    }

    private async Task<(IReadOnlyList<PackageStore> Stores, IReadOnlyList<StoreGap> Gaps)> ContentAsync(AccessPackage package, List<PlannedStore> planned, CancellationToken ct)
    {
        var parts = (await db.Parts.Where(p => p.PackageId == package.Id).Select(p => new { p.DataStoreId, p.Step }).ToListAsync(ct)).ToLookup(p => p.DataStoreId, p => p.Step);
        var (stores, gaps) = (new List<PackageStore>(), new List<StoreGap>());
        foreach (var store in planned)
        {
            gaps.AddRange(RequestViews.GapsOf(store));
            if (store.Execution is ExecutionState.None or ExecutionState.Executing)
                continue;
            var plan = PlanDocuments.Read(store);
            var steps = plan.Steps.Where(s => parts[store.DataStoreId].Contains(s.Number)).ToList();
            if (store.Done.Exists(d => d.Rows > 0 && !parts[store.DataStoreId].Contains(d.Step)))
                gaps.Add(new(store.DataStoreId, store.DataStoreName, "execution", "part-missing", [], null, GaveUp: false));
            var map = await maps.FindAsync(store.DataStoreId, store.MapVersion, ct) ?? throw new InvalidOperationException("The plan's map is missing.");
            stores.Add(new(store, plan, map, steps));
        }

        return (PackageNames.WithFolders(stores), gaps);
    }
}
