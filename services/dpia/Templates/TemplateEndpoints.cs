using Governance.Contracts;
using Governance.Dpia.Data;
using Governance.Messaging.Idempotency;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Templates;

internal sealed record TemplateResponse(
    string Code, int Version, string Title, TemplateKind Kind, string Language, string Source, IReadOnlyList<TemplateSection> Sections,
    string Hash, bool BuiltIn, string PublishedBy, DateTimeOffset PublishedAt)
{
    public static TemplateResponse Of(PublishedTemplate t) => new(
        t.Code, t.Version, t.Title, t.Kind, t.Document.Language, t.Document.Source, t.Document.Sections, t.Hash, t.BuiltIn, t.PublishedBy, t.PublishedAt);
}

internal sealed record TemplateSummary(string Code, int Version, string Title, TemplateKind Kind, bool BuiltIn, DateTimeOffset PublishedAt);

internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/templates").WithTags("Templates");
        group.MapGet("/", ListAsync).WithName("Dpia.ListTemplates").WithSummary("Lists each template's newest version")
            .RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{code}", LatestAsync).WithName("Dpia.GetTemplate").WithSummary("Reads a template's newest version")
            .RequirePermission(Permissions.DpiaRead);
        group.MapGet("/{code}/versions/{version:int}", GetAsync).WithName("Dpia.GetTemplateVersion").WithSummary("Reads one version of a template")
            .RequirePermission(Permissions.DpiaRead);
        group.MapPost("/{code}/versions", PublishTemplate.HandleAsync).WithName("Dpia.PublishTemplate").WithSummary("Publishes the first or next version of an own template")
            .RequirePermission(Permissions.DpiaTemplates).WithIdempotency<DpiaDbContext>();
    }

    /// <param name="after">Code of the last template of the page before.</param>
    private static async Task<Ok<Page<TemplateSummary>>> ListAsync(string? after, int? limit, DpiaDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var rows = await db.Templates.AsNoTracking()
            .Where(t => after == null || string.Compare(t.Code, after) > 0)
            .Where(t => !db.Templates.Any(later => later.Code == t.Code && later.Version > t.Version))
            .OrderBy(t => t.Code).Take(count + 1)
            .Select(t => new TemplateSummary(t.Code, t.Version, t.Title, t.Kind, t.BuiltIn, t.PublishedAt))
            .ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, t => t, t => t.Code));
    }

    private static async Task<Results<Ok<TemplateResponse>, ProblemHttpResult>> LatestAsync(string code, DpiaDbContext db, CancellationToken ct) =>
        await db.Templates.AsNoTracking().Where(t => t.Code == code).OrderByDescending(t => t.Version).FirstOrDefaultAsync(ct) is { } template
            ? TypedResults.Ok(TemplateResponse.Of(template))
            : Problems.NotFound("template");

    private static async Task<Results<Ok<TemplateResponse>, ProblemHttpResult>> GetAsync(string code, int version, DpiaDbContext db, CancellationToken ct) =>
        await db.Templates.AsNoTracking().SingleOrDefaultAsync(t => t.Code == code && t.Version == version, ct) is { } template
            ? TypedResults.Ok(TemplateResponse.Of(template))
            : Problems.NotFound("template version");
}
