using System.Security.Cryptography;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Closing;
using Governance.Dsar.Consents;
using Governance.Dsar.Data;
using Governance.Dsar.Fulfilment;
using Governance.Dsar.Jobs;
using Governance.Dsar.Mail;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Certificates;

/// <summary>Issues the certificate once every store has proved its part, completes the request and tells the person.</summary>
internal sealed class IssueCertificate(
    DsarDbContext db, RequestClosing closing, RequestEvents events, ConsentEvents consents, MailQueue mails, MailTexts texts, FaultPoints faults, TimeProvider clock) : IJobHandler
{
    public static string Kind => JobKinds.IssueCertificate;

    public async Task RunAsync(Job job, CancellationToken ct)
    {
        if (await db.LockRequestAsync(job.RequestId, ct) is not { } request
            || request.CurrentPlanId != job.SubjectId
            || request.State is not (RequestState.Executing or RequestState.Incomplete))
            return;
        var stores = await db.PlannedStores.AsNoTracking().Where(s => s.PlanId == job.SubjectId).OrderBy(s => s.DataStoreId).ToListAsync(ct);
        if (!ExecutionProgress.IsComplete(stores))
            return;

        faults.Hit("dsar.certificate.before-issue");
        var plan = await db.Plans.AsNoTracking().SingleAsync(p => p.Id == job.SubjectId, ct);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var document = CertificateDocument.Write(id, request, plan, stores, now);
        var hash = Convert.ToHexStringLower(SHA256.HashData(document));
        db.Certificates.Add(new() { Id = id, RequestId = request.Id, PlanId = plan.Id, Document = document, Hash = hash, IssuedAt = now });
        events.Add(request, actor: null, h => new ErasureCertificateIssued(h, request.Id, id, hash));
        await consents.ErasedAsync(request, ct);
        var (subject, body) = texts.Erased(request, Summary(MailLanguages.Of(request.Language), plan, stores), hash);
        await mails.AddAsync(request, "completion", subject, body, ct);
        if (closing.Complete(request, actor: null) is { } refusal)
            throw new InvalidOperationException($"The request could not be completed: {refusal.Code}.");
    }

    // The person is told what is kept and the article that requires it.
    private static string Summary(MailLanguage say, RequestPlan plan, List<PlannedStore> stores)
    {
        var lines = new List<string>();
        var kept = PlanDocuments.Summary(plan).Kept.Where(k => k.Retention is not null).ToList();
        foreach (var store in stores)
        {
            var done = store.Done.ToDictionary(d => d.Step, d => d.Rows);
            var steps = PlanDocuments.Read(store).Steps;
            lines.Add(say.Say(
                "erased.store",
                ("system", store.DataStoreName),
                ("deleted", steps.Where(s => s.Action == StepAction.Delete).Sum(s => done.GetValueOrDefault(s.Number))),
                ("masked", steps.Where(s => s.Action == StepAction.Mask && s.Masks.Count > 0).Sum(s => done.GetValueOrDefault(s.Number)))));
            lines.AddRange(kept.Where(k => k.DataStoreId == store.DataStoreId && done.GetValueOrDefault(k.Step) > 0).Select(step => say.Say(
                "erased.kept",
                ("count", done[step.Step]), ("table", step.Table.Table), ("period", step.Retention!.Period), ("trigger", step.Retention.Trigger), ("article", step.Retention.Article))));
        }

        return lines.Count == 0 ? say["erased.nothing"] : string.Join('\n', lines);
    }
}
