using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Consent.Tests;

/// <summary>A fake inventory: knows over HTTP the processing activities that a test puts in, for callers with a token.</summary>
public sealed class FakeInventory : IAsyncDisposable
{
    /// <summary>The one that the examples name.</summary>
    public static readonly Guid OfTheExamples = new("0197a3c0-0000-7000-8000-000000000001");

    private readonly ConcurrentDictionary<Guid, DateTimeOffset?> _activities = new() { [OfTheExamples] = null };
    private readonly WebApplication _app;

    private FakeInventory()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/v1/processing-activities/{id:guid}", Answer);
    }

    /// <summary>What it answers whatever is asked; 0: it breaks the connection off; null: it answers as it should.</summary>
    public int? Trouble { get; set; }

    public string Url => _app.Urls.First();

    public static async Task<FakeInventory> StartAsync()
    {
        var inventory = new FakeInventory();
        await inventory._app.StartAsync();
        return inventory;
    }

    public Guid Register(DateTimeOffset? endedAt = null)
    {
        var id = Guid.NewGuid();
        _activities[id] = endedAt;
        return id;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(Guid id, HttpContext http)
    {
        if (Trouble == 0)
            http.Abort();
        return Trouble is { } status ? Results.StatusCode(status)
            : !http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal) ? Results.Unauthorized()
            : _activities.TryGetValue(id, out var endedAt) ? Results.Json(new { id, endedAt })
            : Results.NotFound();
    }
}
