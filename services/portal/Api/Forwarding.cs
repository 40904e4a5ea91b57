using System.Net;
using System.Net.Http.Headers;
using Governance.Portal.Security;
using Governance.Portal.Sessions;
using Governance.Portal.SignIn;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Governance.Portal.Api;

/// <summary>Hands the pages' calls on to the services, with the token of whoever is signed in. What may be done is decided there.</summary>
internal static class Forwarding
{
    public const string Client = "forward";

    /// <summary>Name in the path → key below <c>Services:</c>. Nothing else is reached.</summary>
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["identity"] = "Identity",
        ["consent"] = "Consent",
        ["inventory"] = "Inventory",
        ["dsar"] = "Dsar",
        ["dataplane"] = "DataPlane",
        ["dpia"] = "Dpia",
        ["audit"] = "Audit",
    };

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    // Only what means something to the services, so cookies and hop-by-hop headers stay here (RFC 9110 section 7.6.1).
    private static readonly string[] RequestHeaders = ["Accept", "Accept-Language", "If-Match", "If-None-Match", "Idempotency-Key"];
    private static readonly string[] ResponseHeaders = ["ETag", "Retry-After", "Content-Disposition", "X-Content-SHA256", "Idempotency-Replayed"];

    public static void AddForwarding(this WebApplicationBuilder builder) =>
        builder.Services.AddHttpClient(Client).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        });

    public static void MapForwarding(this WebApplication app) =>
        app.MapMethods("/api/{service}/{**path}", Methods, HandleAsync)
            .WithName("Portal.Forward").AllowPublic("The session is asked for, the service behind checks its permission.").ExcludeFromDescription().AddEndpointFilter<SameOrigin>();

    private static async Task<IResult> HandleAsync(
        string service, HttpContext http, SessionStore sessions, IHttpClientFactory clients, IConfiguration configuration, CancellationToken ct)
    {
        if (!Services.TryGetValue(service, out var key) || configuration[$"Services:{key}"] is not { Length: > 0 } address
            || ForwardPath.Of(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, service) is not { } target)
            return Problems.NotFound("service or path");
        CurrentSession? session;
        try
        {
            session = await sessions.FindAsync(http, ct);
        }
        catch (ProviderUnavailableException)
        {
            return Unavailable.Provider(http);
        }
        if (session is null)
            return Problems.Of(StatusCodes.Status401Unauthorized, "unauthenticated", "Nobody is signed in, or the session has ended.");

        using var request = Build(http.Request, new Uri(address.TrimEnd('/') + "/" + target), session.Tokens.Access);
        try
        {
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            await CopyAsync(response, http.Response, ct);
            return Results.Empty;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested && !http.Response.HasStarted)
        {
            return Unavailable.Of(http, $"The service {service} does not answer.");
        }
    }

    private static HttpRequestMessage Build(HttpRequest from, Uri target, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(from.Method), target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var name in RequestHeaders.Where(name => from.Headers.ContainsKey(name)))
            request.Headers.TryAddWithoutValidation(name, from.Headers[name].ToArray());
        if (from.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new StreamContent(from.Body);
            if (from.ContentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", from.ContentType);
            request.Content.Headers.ContentLength = from.ContentLength;
        }
        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpResponse to, CancellationToken ct)
    {
        // A redirect of a service is none of the browser's business.
        to.StatusCode = (int)from.StatusCode is >= 300 and < 400 ? StatusCodes.Status502BadGateway : (int)from.StatusCode;
        foreach (var name in ResponseHeaders)
        {
            if (from.Headers.TryGetValues(name, out var values) || from.Content.Headers.TryGetValues(name, out values))
                to.Headers[name] = values.ToArray();
        }
        // What a service tells one person is kept by no browser: the next person at it may be another.
        to.Headers.CacheControl = "no-store";
        if (from.Content.Headers.ContentType is { } type)
            to.ContentType = type.ToString();
        if (from.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
            return;
        to.ContentLength = from.Content.Headers.ContentLength;
        await from.Content.CopyToAsync(to.Body, ct);
    }
}
