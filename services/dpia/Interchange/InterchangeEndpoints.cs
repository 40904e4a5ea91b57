using System.Text.Json;
using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dpia.Interchange;

internal static class InterchangeEndpoints
{
    public static void MapInterchange(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/assessments").WithTags("Interchange");
        group.MapPost("/imports/cnil", ImportCnil.HandleAsync).WithName("Dpia.ImportCnil").WithSummary("Makes an assessment of a CNIL PIA file; what we don't know is kept for the export")
            .RequirePermission(Permissions.DpiaWrite).WithIdempotency<DpiaDbContext>();
        group.MapGet("/{id:guid}/exports/cnil", ExportCnil.HandleAsync).WithName("Dpia.ExportCnil").WithSummary("Writes the assessment as a CNIL PIA file")
            .Produces<JsonElement>().RequirePermission(Permissions.DpiaRead);
    }
}
