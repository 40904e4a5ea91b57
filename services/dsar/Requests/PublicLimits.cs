using System.Globalization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Requests;

/// <summary>Limits of the public endpoints, per address of the caller and per identifier.</summary>
internal sealed class PublicLimits(IOptions<PublicLimitOptions> options, TimeProvider clock)
{
    private readonly WindowLimiter limiter = new(clock);

    public ProblemHttpResult? NewRequest(HttpContext http) => Check(http, $"new:{Address(http)}", options.Value.RequestsPerAddress);

    public ProblemHttpResult? NewRequestFor(HttpContext http, string pseudonym) => Check(http, $"for:{pseudonym}", options.Value.RequestsPerIdentifier);

    public ProblemHttpResult? NewCodeFor(HttpContext http, string pseudonym) => Check(http, $"code:{pseudonym}", options.Value.RequestsPerIdentifier);

    public ProblemHttpResult? Attempt(HttpContext http) => Check(http, $"try:{Address(http)}", options.Value.AttemptsPerAddress);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private ProblemHttpResult? Check(HttpContext http, string key, int limit)
    {
        if (limiter.Take(key, limit, options.Value.Window) is not { } wait)
            return null;
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "rate-limited", "Too many requests. Try again later.");
    }
}
