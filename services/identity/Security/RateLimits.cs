using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Security;

/// <summary>Section <c>RateLimits</c>: requests per minute from one address.</summary>
internal sealed class RateLimitSettings
{
    public const string Section = "RateLimits";

    [Range(1, 100_000)]
    public int SignInPerMinute { get; set; } = 30;

    [Range(1, 100_000)]
    public int TokenPerMinute { get; set; } = 600;

    [Range(1, 100_000)]
    public int SetupPerMinute { get; set; } = 10;
}

internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Token = "token";
    public const string Setup = "setup";

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitSettings>().BindConfiguration(RateLimitSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = AnswerAsync;
            limiter.AddPolicy(SignIn, http => Window(http, SignIn, s => s.SignInPerMinute));
            limiter.AddPolicy(Token, http => Window(http, Token, s => s.TokenPerMinute));
            limiter.AddPolicy(Setup, http => Window(http, Setup, s => s.SetupPerMinute));
        });
    }

    private static RateLimitPartition<(string Policy, IPAddress Address)> Window(HttpContext http, string policy, Func<RateLimitSettings, int> permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            (policy, http.Connection.RemoteIpAddress ?? IPAddress.None),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = permits(http.RequestServices.GetRequiredService<IOptions<RateLimitSettings>>().Value),
                Window = TimeSpan.FromMinutes(1),
            });

    private static async ValueTask AnswerAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Problems.Of(StatusCodes.Status429TooManyRequests, "rate-limited", "Too many attempts. Wait and try again.").ExecuteAsync(context.HttpContext);
    }
}
