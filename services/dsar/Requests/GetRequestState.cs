using System.Security.Cryptography;
using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Dsar.Requests;

/// <summary>The person asks how far the request is.</summary>
internal static class GetRequestState
{
    public const string SecretHeader = "X-Access-Secret";

    public sealed record Response(Guid Id, RequestState State, DateOnly DueOn);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid id, [FromHeader(Name = SecretHeader)] string? secret, HttpContext http, DsarDbContext db, KeyVault keys, PublicLimits limits, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        var request = await db.Requests.FindAsync([id], ct);

        // The same answer for a wrong secret and a request that is not there.
        if (request?.AccessSecretHash is null || secret is null || !CryptographicOperations.FixedTimeEquals(keys.Hash("access", id, secret), request.AccessSecretHash))
            return Problems.NotFound("request");
        return TypedResults.Ok(new Response(id, request.State, request.DueOn));
    }
}
