using Governance.ServiceDefaults.Clients;

namespace Governance.Portal.PrivacyCentre.Calls;

internal static class CallSetup
{
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddTransient<CallerAddressHandler>();
        builder.AddServiceClient(Preferences.MintingClient);
        Add(PublicRequests.Client, "Dsar");
        Add(Preferences.PublicClient, "Consent");
        builder.Services.AddSingleton<PublicRequests>().AddSingleton<Preferences>();

        void Add(string client, string service) => builder.Services.AddHttpClient(client, http =>
        {
            http.BaseAddress = new Uri(builder.Configuration[$"Services:{service}"]?.TrimEnd('/') + "/");
            http.Timeout = TimeSpan.FromSeconds(20);
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
            .AddHttpMessageHandler<CallerAddressHandler>();
    }

    /// <summary>The services limit calls per address: the person's, not ours. They believe it where this host is among their <c>Proxy:Trusted</c>.</summary>
    private sealed class CallerAddressHandler(IHttpContextAccessor current) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (current.HttpContext?.Connection.RemoteIpAddress is { } address)
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", address.ToString());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
