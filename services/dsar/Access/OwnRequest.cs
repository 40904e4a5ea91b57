using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Deadlines;
using Governance.Dsar.Packages;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Access;

/// <summary>A request as the person who made it sees it: nothing of how it is worked on, and nothing that identifies anybody.</summary>
/// <param name="Paused">We asked the person something and wait for the answer.</param>
/// <param name="Deadline">Every step of the computation of <paramref name="DueOn"/>.</param>
internal sealed record OwnRequest(
    Guid Id,
    RequestType Type,
    RequestState State,
    DateOnly ReceivedOn,
    DateOnly DueOn,
    bool Extended,
    bool Paused,
    DateTimeOffset? ClosedAt,
    OwnPackage? Package,
    IReadOnlyList<OwnDeadlineStep> Deadline)
{
    public static OwnRequest Of(SubjectRequest request, AccessPackage? package, RequestDeadlines deadlines) => new(
        request.Id, request.Type, request.State, request.ReceivedOn, request.DueOn, request.ExtensionReason is not null, request.IsPaused, request.ClosedAt,
        package is null or { State: PackageState.Collecting } ? null : new(package.Id, package.State, package.ExpiresAt),
        [.. deadlines.Compute(request).Explanation.Select(rule => new OwnDeadlineStep(rule.Step, rule.Date, rule.Count, rule.Unit))]);
}

internal sealed record OwnPackage(Guid Id, PackageState State, DateTimeOffset? ExpiresAt);

/// <param name="Date">The date after the step.</param>
/// <param name="Count">Of the period, or the days of a pause.</param>
internal sealed record OwnDeadlineStep(DeadlineStep Step, DateOnly Date, int? Count, PeriodUnit? Unit);
