using Governance.Contracts;
using Governance.Dsar.Certificates;
using Governance.Dsar.Data;
using Governance.Dsar.Packages.Preview;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Http;

namespace Governance.Dsar.Requests;

/// <summary>Requests as staff and product teams see them.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/requests").WithTags("Requests");
        group.MapPost("/", OpenRequest.HandleAsync).WithName("Dsar.OpenRequest").RequirePermission(Permissions.DsarOpen).WithIdempotency<DsarDbContext>().InTransaction();
        group.MapGet("/", ListRequests.HandleAsync).WithName("Dsar.ListRequests").RequirePermission(Permissions.DsarRead);
        group.MapGet("/overview", ReadOverview.HandleAsync).WithName("Dsar.GetOverview").RequirePermission(Permissions.DsarRead);
        group.MapPost("/assignment", AssignRequests.HandleAsync).WithName("Dsar.AssignRequests").RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapGet("/{id:guid}", GetRequest.HandleAsync).WithName("Dsar.GetRequest").RequirePermission(Permissions.DsarRead);
        group.MapGet("/{id:guid}/deadline", GetDeadline.HandleAsync).WithName("Dsar.GetDeadline").RequirePermission(Permissions.DsarRead);
        group.MapGet("/{id:guid}/certificate", GetCertificate.HandleAsync).WithName("Dsar.GetCertificate").RequirePermission(Permissions.DsarRead);
        group.MapGet("/{id:guid}/package", PreviewPackage.ContentsAsync).WithName("Dsar.GetPackageContents").WithSummary("Tables of the package, with row counts").RequirePermission(Permissions.DsarRead);
        group.MapGet("/{id:guid}/package/rows", PreviewPackage.MaskedAsync).WithName("Dsar.GetPackageRows").WithSummary("A table's first rows, every value masked").RequirePermission(Permissions.DsarRead);
        group.MapPost("/{id:guid}/package/revealed-rows", PreviewPackage.RevealAsync).WithName("Dsar.RevealPackageRows").WithSummary("A table's first rows in clear; who saw what and why is an entry of the audit log")
            .RequirePermission(Permissions.DsarReveal);
        group.MapPost("/{id:guid}/extension", ExtendRequest.HandleAsync).WithName("Dsar.ExtendRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapPost("/{id:guid}/pause", PauseRequest.HandleAsync).WithName("Dsar.PauseRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapPost("/{id:guid}/resume", ResumeRequest.HandleAsync).WithName("Dsar.ResumeRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapPost("/{id:guid}/refusal", RefuseRequest.HandleAsync).WithName("Dsar.RefuseRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapPost("/{id:guid}/cancellation", CancelRequest.HandleAsync).WithName("Dsar.CancelRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
        group.MapPost("/{id:guid}/completion", CompleteRequest.HandleAsync).WithName("Dsar.CompleteRequest").WithIfMatch().RequirePermission(Permissions.DsarManage).InTransaction();
    }
}
