using Governance.Dsar.Data;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dsar.Certificates;

/// <summary>The certificate's exact bytes: their SHA-256 is what the audit log holds.</summary>
internal static class GetCertificate
{
    public const string HashHeader = "X-Content-SHA256";

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(Guid id, HttpResponse response, DsarDbContext db, CancellationToken ct)
    {
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.RequestId == id, ct) is not { } certificate)
            return Problems.NotFound("certificate");
        response.Headers[HashHeader] = certificate.Hash;
        return TypedResults.File(certificate.Document, "application/json");
    }
}
