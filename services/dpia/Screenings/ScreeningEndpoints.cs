using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;

namespace Governance.Dpia.Screenings;

internal static class ScreeningEndpoints
{
    public static void MapScreenings(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Screenings");
        group.MapGet("/criteria", ReadCriteria.Handle).WithName("Dpia.ReadCriteria").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/screening-suggestions", SuggestAnswers.HandleAsync).WithName("Dpia.SuggestAnswers").WithSummary("Suggests answers from confirmed data maps, with their evidence")
            .RequirePermission(Permissions.DpiaRead);
        group.MapPost("/screenings", Screen.HandleAsync).WithName("Dpia.Screen")
            .RequirePermission(Permissions.DpiaWrite).Validate(new ScreenBodyValidator()).WithIdempotency<DpiaDbContext>();
        group.MapGet("/screenings", ReadScreenings.ListAsync).WithName("Dpia.ListScreenings").RequirePermission(Permissions.DpiaRead);
        group.MapGet("/screenings/{id:guid}", ReadScreenings.GetAsync).WithName("Dpia.GetScreening").RequirePermission(Permissions.DpiaRead);
        group.MapPost("/screenings/{id:guid}/judgement", JudgeScreening.HandleAsync).WithName("Dpia.JudgeScreening").WithIfMatch()
            .RequirePermission(Permissions.DpiaWrite).Validate(new JudgementBodyValidator());
        group.MapPost("/screenings/{id:guid}/override", OverrideScreening.HandleAsync).WithName("Dpia.OverrideScreening").WithIfMatch()
            .RequirePermission(Permissions.DpiaAdvise).Validate(new OverrideBodyValidator());
    }
}
