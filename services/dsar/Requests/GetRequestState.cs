using System.Security.Cryptography;
using Governance.Dsar.Access;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Requests;

/// <summary>The person asks how far the request is.</summary>
internal static class GetRequestState
{
    public const string SecretHeader = "X-Access-Secret";

    public static async Task<Results<Ok<OwnRequest>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromHeader(Name = SecretHeader)] string? secret, HttpContext http, DsarDbContext db, KeyVault keys, RequestDeadlines deadlines, PublicLimits limits, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        var request = await db.Requests.FindAsync([id], ct);

        // The same answer for a wrong secret and a request that is not there.
        if (request?.AccessSecretHash is null || secret is null || !CryptographicOperations.FixedTimeEquals(keys.Hash("access", id, secret), request.AccessSecretHash))
            return Problems.NotFound("request");
        var package = await db.Packages.AsNoTracking().Where(p => p.RequestId == id).OrderByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        return TypedResults.Ok(OwnRequest.Of(request, package, deadlines));
    }
}
