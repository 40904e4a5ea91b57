using System.Net.Mime;
using Governance.Contracts;
using Governance.Inventory.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;

namespace Governance.Inventory.Activities;

internal static class ActivityEndpoints
{
    public static void MapActivities(this IEndpointRouteBuilder app)
    {
        var validator = new ActivityDetailsValidator();
        var group = app.MapGroup("/v1/processing-activities").WithTags("Processing activities");
        group.MapPost("/", RegisterActivity.HandleAsync).WithName("Inventory.RegisterActivity").WithSummary("Put a processing activity on record")
            .RequirePermission(Permissions.InventoryWrite).Validate(validator).WithIdempotency<InventoryDbContext>();
        group.MapGet("/", ReadActivities.ListAsync).WithName("Inventory.ListActivities").WithSummary("The record of processing activities, by name").RequirePermission(Permissions.InventoryRead);
        group.MapGet("/{id:guid}", ReadActivities.GetAsync).WithName("Inventory.GetActivity").WithSummary("One processing activity, and what its record lacks").RequirePermission(Permissions.InventoryRead);
        group.MapPut("/{id:guid}", ChangeActivity.HandleAsync).WithName("Inventory.ChangeActivity").WithSummary("Make the next version of the record").WithIfMatch()
            .RequirePermission(Permissions.InventoryWrite).Validate(validator);
        group.MapPost("/{id:guid}/end", ChangeActivity.EndAsync).WithName("Inventory.EndActivity").WithSummary("The processing has ended: its record is kept").WithIfMatch()
            .RequirePermission(Permissions.InventoryWrite);
        group.MapGet("/{id:guid}/versions", ReadActivities.ListVersionsAsync).WithName("Inventory.ListActivityVersions").WithSummary("Who changed the record when, the latest first")
            .RequirePermission(Permissions.InventoryRead);
        group.MapGet("/{id:guid}/versions/{number:int}", ReadActivities.GetVersionAsync).WithName("Inventory.GetActivityVersion").WithSummary("What the record said, byte for byte")
            .Produces<ActivityDocument>().RequirePermission(Permissions.InventoryRead);

        app.MapGet("/v1/processing-register.json", ExportRegister.JsonAsync).WithTags("Processing activities").WithName("Inventory.GetRegister").WithSummary("The whole record, for the supervisory authority")
            .RequirePermission(Permissions.InventoryRead);
        app.MapGet("/v1/processing-register.csv", ExportRegister.CsvAsync).WithTags("Processing activities").WithName("Inventory.GetRegisterAsCsv")
            .WithSummary("The whole record as CSV, for the supervisory authority").Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Csv).RequirePermission(Permissions.InventoryRead);
    }
}
