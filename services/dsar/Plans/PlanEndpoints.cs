using Governance.Contracts;
using Governance.Dsar.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;

namespace Governance.Dsar.Plans;

internal static class PlanEndpoints
{
    public static void MapPlans(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/requests/{id:guid}/plans").WithTags("Plans");
        group.MapPost("/", StartPlan.HandleAsync).WithName("Dsar.StartPlan").RequirePermission(Permissions.DsarPlan).WithIdempotency<DsarDbContext>().InTransaction();
        group.MapGet("/", ListPlans.HandleAsync).WithName("Dsar.ListPlans").RequirePermission(Permissions.DsarRead);
        group.MapGet("/{planId:guid}", GetPlan.HandleAsync).WithName("Dsar.GetPlan").RequirePermission(Permissions.DsarRead);
        group.MapPost("/{planId:guid}/approval", DecidePlan.HandleAsync).WithName("Dsar.DecidePlan").WithIfMatch().RequirePermission(Permissions.DsarApprove).InTransaction();
    }
}
