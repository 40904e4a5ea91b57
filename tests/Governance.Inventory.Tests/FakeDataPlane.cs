using System.Collections.Concurrent;
using Governance.Contracts.Inventory.V1;
using Governance.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Inventory.Tests;

/// <summary>A fake data plane: hands out the scan results a test gave it, over HTTP, to callers with a token.</summary>
internal sealed class FakeDataPlane : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeDataPlane()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/v1/scans/{id:guid}/result", (Guid id, HttpRequest request) =>
            !request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) ? Results.Unauthorized()
            : Scans.TryGetValue(id, out var result) ? Results.Json(result, ServiceJson.Options)
            : Results.NotFound());
    }

    public ConcurrentDictionary<Guid, ScanResult> Scans { get; } = [];

    public string Url => _app.Urls.First();

    public static async Task<FakeDataPlane> StartAsync()
    {
        var fake = new FakeDataPlane();
        await fake._app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
