using Governance.Dsar.Data;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Dsar.Requests;

internal static class GetRequest
{
    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> HandleAsync(Guid id, HttpResponse response, DsarDbContext db, RequestViews views, CancellationToken ct)
    {
        if (await db.Requests.FindAsync([id], ct) is not { } request)
            return Problems.NotFound("request");
        response.SetEtag(request.Version);
        return TypedResults.Ok(await views.OfAsync(request, ct));
    }
}
