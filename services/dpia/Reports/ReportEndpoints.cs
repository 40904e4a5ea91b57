using System.Net.Mime;
using System.Text;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dpia.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1").WithTags("Reports");
        group.MapGet("/assessments/{id:guid}/report.html", HtmlAsync).WithName("Dpia.GetHtmlReport").WithSummary("The report as an accessible HTML page, of a version or as it stands")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Html).RequirePermission(Permissions.DpiaRead);
        group.MapGet("/assessments/{id:guid}/report.pdf", PdfAsync).WithName("Dpia.GetPdfReport").WithSummary("The report as PDF, of a version or as it stands")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Application.Pdf).RequirePermission(Permissions.DpiaRead);
        group.MapGet("/register.csv", RegisterAsync).WithName("Dpia.GetRegister").WithSummary("The register of all assessments as CSV")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Csv).RequirePermission(Permissions.DpiaRead);
    }

    /// <param name="version">Number of an approved version; absent for the assessment as it stands.</param>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> HtmlAsync(Guid id, int? version, ReportWriter writer, HttpResponse response, CancellationToken ct)
    {
        if (await writer.WriteAsync(id, version, ct) is not { } report)
            return Problems.NotFound("assessment or version");
        response.Headers.ContentSecurityPolicy = HtmlReport.ContentSecurityPolicy;
        return TypedResults.Text(HtmlReport.Write(report), MediaTypeNames.Text.Html, Encoding.UTF8);
    }

    /// <param name="version">Number of an approved version; absent for the assessment as it stands.</param>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PdfAsync(Guid id, int? version, ReportWriter writer, CancellationToken ct) =>
        await writer.WriteAsync(id, version, ct) is { } report
            ? TypedResults.File(PdfReport.Write(report), MediaTypeNames.Application.Pdf, $"dpia-{id}{(version is null ? "" : $"-v{version}")}.pdf")
            : Problems.NotFound("assessment or version");

    private static async Task<FileContentHttpResult> RegisterAsync(Register register, CancellationToken ct) =>
        TypedResults.File(Encoding.UTF8.GetBytes(await register.WriteAsync(ct)), "text/csv; charset=utf-8", "dpia-register.csv");
}
