using System.Globalization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Governance.ServiceDefaults.Http;

/// <summary>Entity versions as strong ETags: <c>"7"</c>.</summary>
public static class Etags
{
    public static void SetEtag(this HttpResponse response, int version) =>
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Null when the request's If-Match names <paramref name="version"/>; otherwise 428 (missing) or 412 (another version).</summary>
    public static ProblemHttpResult? CheckIfMatch(this HttpRequest request, int version)
    {
        if (request.Headers.IfMatch.Count == 0)
            return Problems.PreconditionRequired();
        var expected = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));
        return EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var tags) && tags.Any(t => t.Compare(expected, useStrongComparison: true))
            ? null
            : Problems.PreconditionFailed();
    }
}
