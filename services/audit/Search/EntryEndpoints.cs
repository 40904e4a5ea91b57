using System.Text.Json;
using Governance.Audit.Access;
using Governance.Audit.Data;
using Governance.Audit.Merkle;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Audit.Search;

internal static class EntryEndpoints
{
    public static void MapEntries(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/entries").WithTags("Entries");
        group.MapGet("/", SearchEntries.HandleAsync).WithName("Audit.SearchEntries").RequirePermission(Permissions.AuditRead);
        group.MapGet("/export", ExportEntries.HandleAsync).WithName("Audit.ExportEntries").WithSummary("What a search finds as JSON Lines, each entry with its proof")
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl").RequirePermission(Permissions.AuditExport);
        group.MapGet("/{sequence:long}", GetAsync).WithName("Audit.GetEntry").RequirePermission(Permissions.AuditRead);
    }

    private static async Task<Results<Ok<EntryDetail>, ProblemHttpResult>> GetAsync(
        long sequence, HttpContext http, AuditDbContext db, EntryFinder finder, AccessLog access, Disclosure disclosure, CancellationToken ct)
    {
        if (await finder.FindAsync(sequence, ct) is not { } found)
            return Problems.NotFound("entry");
        if (!(await disclosure.OfAsync([found.Entry], ct)).TryGetValue(sequence, out var disclosed))
            return Problems.Conflict("log-damaged", "What is stored does not fit together. Ask for a verification of the log to learn where.");
        await access.ReadAsync(db, http.User, "entry", found, ct);
        var envelope = JsonSerializer.Deserialize<JsonElement>(found.Entry.Canonical);
        return TypedResults.Ok(new EntryDetail(
            EntryResponse.Of(found), Convert.ToHexStringLower(MerkleHash.Leaf(found.Entry.Canonical)), envelope, disclosed?.Event, disclosed?.NonceHex));
    }
}
