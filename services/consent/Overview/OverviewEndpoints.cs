using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Consent.Overview;

/// <summary>What people who answer for consent look at: sums, not people.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/withdrawal-counts", WithdrawalCounts.HandleAsync).WithName("Consent.GetWithdrawalCounts").WithTags("Overview")
            .WithSummary("How many withdrawals, refusals, objections and other endings there were: by day, purpose and action").RequirePermission(Permissions.ConsentRead);
        app.MapGet("/v1/recipient-health", RecipientHealth.ListAsync).WithName("Consent.ListRecipientHealth").WithTags("Overview")
            .WithSummary("For each registered system: what it acknowledged, what waits, what was set aside, how long withdrawals took").RequirePermission(Permissions.RecipientsRead);
    }
}
