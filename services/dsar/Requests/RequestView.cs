using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Packages;
using Governance.Dsar.Plans;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>A request without anything that identifies the person in clear.</summary>
internal sealed record RequestView(
    Guid Id,
    RequestType Type,
    string Regime,
    string Channel,
    RequestState State,
    string Pseudonym,
    string? SubjectKind,
    DateTimeOffset ReceivedAt,
    DateOnly DueOn,
    DateOnly? AcknowledgeBy,
    bool Extended,
    bool Paused,
    DateTimeOffset? VerifiedAt,
    string? VerificationMethod,
    string? OpenedBy,
    string? AssignedTo,
    Guid? DuplicateOf,
    Guid? CurrentPlanId,
    string? RefusalGround,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<MaskedIdentifier> Identifiers,
    IReadOnlyList<StoreGap> Gaps,
    PackageView? Package,
    Guid? CertificateId,
    int Version);

/// <param name="ResolvedBy">The plan for which a store resolved it; null when it was given.</param>
internal sealed record MaskedIdentifier(string Kind, string Masked, Guid? ResolvedBy);

/// <param name="Stage"><c>preparation</c> or <c>execution</c>.</param>
/// <param name="GaveUp">True when nothing is tried again by itself.</param>
internal sealed record StoreGap(Guid DataStoreId, string DataStoreName, string Stage, string Code, IReadOnlyList<StepProblem> Steps, DateTimeOffset? RetryAt, bool GaveUp);

internal sealed record PackageView(Guid Id, PackageState State, string? Hash, long Bytes, long Rows, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt, DateTimeOffset? DeliveredAt);

/// <summary>Builds views of requests.</summary>
internal sealed class RequestViews(DsarDbContext db, IdentifierStore identifiers)
{
    public async Task<RequestView> OfAsync(SubjectRequest request, CancellationToken ct)
    {
        var values = await identifiers.ReadAsync(request, ct);
        var sources = await db.Identifiers.AsNoTracking().Where(i => i.RequestId == request.Id).OrderBy(i => i.Sequence).Select(i => i.ResolvedBy).ToListAsync(ct);
        var package = await db.Packages.AsNoTracking().Where(p => p.RequestId == request.Id).OrderByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        var certificate = await db.Certificates.Where(c => c.RequestId == request.Id).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(ct);
        var stores = request.CurrentPlanId is { } plan
            ? await db.PlannedStores.AsNoTracking().Where(s => s.PlanId == plan).OrderBy(s => s.DataStoreId).ToListAsync(ct)
            : [];
        return new(
            request.Id, request.Type, request.Regime, request.Channel, request.State, request.Pseudonym, request.SubjectKind, request.ReceivedAt, request.DueOn, request.AcknowledgeBy,
            request.ExtensionReason is not null, request.IsPaused, request.VerifiedAt, request.VerificationMethod, request.OpenedBy, request.AssignedTo, request.DuplicateOf, request.CurrentPlanId,
            request.RefusalGround, request.ClosedAt,
            [.. values.Zip(sources, (v, s) => new MaskedIdentifier(v.Kind, IdentifierMask.Of(v.Kind, v.Value), s))],
            [.. stores.SelectMany(GapsOf)],
            package is null ? null : new(package.Id, package.State, package.PackageHash, package.Bytes, package.Rows, package.ReadyAt, package.ExpiresAt, package.DeliveredAt),
            certificate,
            request.Version);
    }

    public static IEnumerable<StoreGap> GapsOf(PlannedStore store)
    {
        if (store.Preparation == PreparationState.Failed)
            yield return new(store.DataStoreId, store.DataStoreName, "preparation", store.PreparationCode!, [], null, GaveUp: false);
        else if (store.Problems.Count > 0 && store.Execution != ExecutionState.Completed)
            yield return new(store.DataStoreId, store.DataStoreName, "preparation", store.IsBlocked ? "blocked" : "partly-blocked", store.Problems, null, store.IsBlocked);
        if (store.Execution is ExecutionState.Incomplete or ExecutionState.GaveUp)
            yield return new(store.DataStoreId, store.DataStoreName, "execution", store.ExecutionCode!, store.Gaps, store.RetryAt, store.Execution == ExecutionState.GaveUp);
    }
}
