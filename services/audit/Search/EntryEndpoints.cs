using System.Text.Json;
using Governance.Audit.Data;
using Governance.Audit.Merkle;
using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Audit.Search;

internal static class EntryEndpoints
{
    public static void MapEntries(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1/entries").WithTags("Entries");
        group.MapGet("/", SearchEntries.HandleAsync).WithName("Audit.SearchEntries").RequirePermission(Permissions.AuditRead);
        group.MapGet("/{sequence:long}", GetAsync).WithName("Audit.GetEntry").RequirePermission(Permissions.AuditRead);
    }

    private static async Task<Results<Ok<EntryDetail>, ProblemHttpResult>> GetAsync(long sequence, AuditDbContext db, CancellationToken ct)
    {
        if (await db.Entries.AsNoTracking().SingleOrDefaultAsync(e => e.Sequence == sequence, ct) is not { } entry)
            return Problems.NotFound("entry");
        var content = JsonSerializer.Deserialize<JsonElement>(entry.Canonical);
        return TypedResults.Ok(new EntryDetail(EntryResponse.Of(entry), Convert.ToHexStringLower(MerkleHash.Leaf(entry.Canonical)), content));
    }
}
