using System.Security.Claims;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Packages.Preview;

/// <summary>Lets staff look into a package before and after the person has it: masked, unless somebody who may gives a reason, which the audit log keeps.</summary>
internal static class PreviewPackage
{
    private const int ShownRows = 25;

    /// <summary>Why the rows are shown in clear.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["quality-check", "question-of-the-person", "complaint", "authority"];

    public sealed record Contents(Guid PackageId, IReadOnlyList<PreviewTable> Tables);

    /// <param name="Rows">The first rows, a value per column.</param>
    public sealed record Shown(string File, bool Masked, IReadOnlyList<IReadOnlyList<string?>> Rows);

    /// <param name="File">As the list of tables names it.</param>
    /// <param name="Reason"><c>quality-check</c>, <c>question-of-the-person</c>, <c>complaint</c> or <c>authority</c>.</param>
    public sealed record RevealBody(string File, string Reason);

    public static async Task<Results<Ok<Contents>, ProblemHttpResult>> ContentsAsync(Guid id, HttpResponse response, DsarDbContext db, PackageFiles files, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not ({ } package, _))
            return Missing();
        response.Headers.CacheControl = "no-store";
        await using var reader = await PackageReader.OpenAsync(files.ReadAnywhere(package), ct);
        return TypedResults.Ok(new Contents(package.Id, await reader.TablesAsync(ct)));
    }

    public static async Task<Results<Ok<Shown>, ProblemHttpResult>> MaskedAsync(Guid id, string file, HttpResponse response, DsarDbContext db, PackageFiles files, CancellationToken ct)
    {
        if (await FindAsync(id, db, ct) is not ({ } package, _))
            return Missing();
        response.Headers.CacheControl = "no-store";
        return await ReadAsync(package, file, files, ct) is { } rows
            ? TypedResults.Ok(new Shown(file, Masked: true, [.. rows.Rows.Select(r => (IReadOnlyList<string?>)[.. r.Select(PreviewMask.Of)])]))
            : Problems.NotFound("table in the package");
    }

    /// <summary>The event is safe before a row goes out.</summary>
    public static async Task<Results<Ok<Shown>, ProblemHttpResult>> RevealAsync(
        Guid id, RevealBody body, ClaimsPrincipal user, HttpResponse response, DsarDbContext db, PackageFiles files, RequestEvents events, CancellationToken ct)
    {
        if (!Reasons.Contains(body.Reason))
            return Problems.Validation("reason", $"One of: {string.Join(", ", Reasons)}.");
        if (await FindAsync(id, db, ct) is not ({ } package, { } request))
            return Missing();
        if (await ReadAsync(package, body.File, files, ct) is not { } found)
            return Problems.NotFound("table in the package");
        events.Add(request, user.Actor(), h => new PackageRowsViewed(h with { Reason = body.Reason }, request.Id, package.Id, found.Table.Store, found.Table.Name, found.Rows.Count));
        await db.SaveChangesAsync(ct);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Shown(body.File, Masked: false, found.Rows));
    }

    private static async Task<(AccessPackage?, SubjectRequest?)> FindAsync(Guid id, DsarDbContext db, CancellationToken ct)
    {
        var package = await db.Packages.AsNoTracking()
            .Where(p => p.RequestId == id && (p.State == PackageState.Ready || p.State == PackageState.Delivered)).OrderByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        return package is null ? (null, null) : (package, await db.Requests.AsNoTracking().SingleAsync(r => r.Id == id, ct));
    }

    private static async Task<(PreviewTable Table, IReadOnlyList<IReadOnlyList<string?>> Rows)?> ReadAsync(AccessPackage package, string file, PackageFiles files, CancellationToken ct)
    {
        await using var reader = await PackageReader.OpenAsync(files.ReadAnywhere(package), ct);
        var table = (await reader.TablesAsync(ct)).FirstOrDefault(t => t.File == file);
        return table is null ? null : (table, await reader.RowsAsync(table, ShownRows, ct));
    }

    private static ProblemHttpResult Missing() => Problems.NotFound("package that can be looked into");
}
