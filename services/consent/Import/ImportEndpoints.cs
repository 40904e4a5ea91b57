using System.Globalization;
using Governance.Consent.Data;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Consent.Import;

/// <param name="Lines">Lines that hold something, without the header.</param>
/// <param name="Unchanged">Lines that had been imported before.</param>
/// <param name="Undemonstrable">Imported without evidence.</param>
internal sealed record ImportResponse(
    Guid Id, string Source, ImportFormat Format, ImportState State, long Lines, long Imported, long Unchanged, long Rejected, long Undemonstrable, string? ContentHash, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string? FailureCode)
{
    public static ImportResponse Of(ConsentImport i) =>
        new(i.Id, i.Source, i.Format, i.State, i.Lines, i.Imported, i.Unchanged, i.Rejected, i.Undemonstrable, i.ContentHash, i.CreatedAt, i.EndedAt, i.FailureCode);
}

internal sealed record ImportErrorResponse(long Line, string Code, string? Field);

internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/imports").WithTags("Imports").RequirePermission(Permissions.ConsentGovern);
        // No Idempotency-Key: a repeat imports nothing twice, and a body of gigabytes is not kept to compare it.
        group.MapPost("/", ReceiveImport.HandleAsync).WithName("Consent.ReceiveImport").WithSummary("Upload consents that were given elsewhere")
            .WithMetadata(new DisableRequestSizeLimitAttribute()).AddOpenApiOperationTransformer(ImportDescription.AddBodyAsync);
        group.MapGet("/", ListAsync).WithName("Consent.ListImports").WithSummary("The uploads");
        group.MapGet("/{id:guid}", GetAsync).WithName("Consent.GetImport").WithSummary("How far an upload has been worked off");
        group.MapGet("/{id:guid}/errors", ErrorsAsync).WithName("Consent.ListImportErrors").WithSummary("The lines that were not taken, and why");
    }

    /// <param name="after">Id of the last import of the page before.</param>
    /// <param name="newest">The latest first.</param>
    private static async Task<Ok<Page<ImportResponse>>> ListAsync(Guid? after, int? limit, bool? newest, ConsentDbContext db, CancellationToken ct)
    {
        var count = Paging.Limit(limit);
        var all = db.Imports.AsNoTracking();
        var inOrder = newest == true ? all.Where(i => after == null || i.Id < after).OrderByDescending(i => i.Id) : all.Where(i => after == null || i.Id > after).OrderBy(i => i.Id);
        var rows = await inOrder.Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, ImportResponse.Of, i => i.Id.ToString()));
    }

    private static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> GetAsync(Guid id, ConsentDbContext db, CancellationToken ct) =>
        await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is { } import ? TypedResults.Ok(ImportResponse.Of(import)) : Problems.NotFound("import");

    /// <param name="after">Line of the last error of the page before.</param>
    private static async Task<Results<Ok<Page<ImportErrorResponse>>, ProblemHttpResult>> ErrorsAsync(Guid id, long? after, int? limit, ConsentDbContext db, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == id, ct))
            return Problems.NotFound("import");
        var count = Paging.Limit(limit);
        var rows = await db.ImportErrors.AsNoTracking().Where(e => e.ImportId == id && (after == null || e.Line > after)).OrderBy(e => e.Line).Take(count + 1).ToListAsync(ct);
        return TypedResults.Ok(Paging.ToPage(rows, count, e => new ImportErrorResponse(e.Line, e.Code, e.Field), e => e.Line.ToString(CultureInfo.InvariantCulture)));
    }
}
