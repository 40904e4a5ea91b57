using Governance.Dsar.Crypto;
using Governance.Dsar.Data;
using Governance.Dsar.Requests;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Access;

internal static class EndAccess
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, [FromHeader(Name = GetRequestState.SecretHeader)] string? secret, HttpContext http, DsarDbContext db, KeyVault keys, PublicLimits limits, CancellationToken ct)
    {
        if (limits.Attempt(http) is { } tooMany)
            return tooMany;
        var hash = keys.Hash("address-access", id, secret ?? "");
        return secret is not null && await db.AddressChecks.Where(c => c.Id == id && c.AccessSecretHash == hash).ExecuteDeleteAsync(ct) == 1
            ? TypedResults.NoContent()
            : Problems.NotFound("access");
    }
}
