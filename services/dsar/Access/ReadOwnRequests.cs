using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Packages;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Access;

internal static class ReadOwnRequests
{
    private const int MostRecent = 50;

    /// <param name="Items">The newest fifty, newest first.</param>
    public sealed record Response(IReadOnlyList<OwnRequest> Items);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromHeader(Name = GetRequestState.SecretHeader)] string? secret, HttpContext http, DsarDbContext db, KeyVault keys, RequestDeadlines deadlines, PublicLimits limits,
        TimeProvider clock, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;

        // The same answer for a wrong secret, one whose time is over, and a check that is not there.
        if (secret is null || await db.AddressChecks.FindAsync([id], ct) is not { } check || !check.IsOpenTo(keys.Hash("address-access", id, secret), clock.GetUtcNow()))
            return Problems.NotFound("access");
        var requests = await db.Requests.AsNoTracking().Where(r => r.Pseudonym == check.Pseudonym).OrderByDescending(r => r.Id).Take(MostRecent).ToListAsync(ct);
        var ids = requests.Select(r => r.Id).ToList();
        var packages = (await db.Packages.AsNoTracking().Where(p => ids.Contains(p.RequestId)).OrderBy(p => p.Id).ToListAsync(ct)).ToLookup(p => p.RequestId);
        return TypedResults.Ok(new Response([.. requests.Select(r => OwnRequest.Of(r, packages[r.Id].LastOrDefault(), deadlines))]));
    }
}
