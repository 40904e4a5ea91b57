using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Portal.Tests.Support;

/// <summary>A page of somebody else: another origin than the portal, but the same site, so that cookies alone would not stop it.</summary>
internal sealed class ForeignSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignSite(Uri formTarget)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/", () => Results.Content($"<!doctype html><title>Prizes</title><h1>You have won</h1><form method='post' action='{formTarget}'><button>Claim</button></form>", "text/html"));
    }

    public string Url => _app.Urls.First();

    /// <param name="formTarget">Where its form is sent to.</param>
    public static async Task<ForeignSite> StartAsync(Uri formTarget)
    {
        var site = new ForeignSite(formTarget);
        await site._app.StartAsync();
        return site;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
