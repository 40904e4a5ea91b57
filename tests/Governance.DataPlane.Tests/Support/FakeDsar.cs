using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.DataPlane.Tests.Support;

/// <summary>A fake dsar service over real HTTP: gives out plans and identifiers, takes identifiers and parts.</summary>
internal sealed class FakeDsar : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeDsar()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/v1/plans/{plan:guid}/stores/{store:guid}", (Guid plan, Guid store) =>
            Broken ? Results.StatusCode(503) : Plans.TryGetValue((plan, store), out var found) ? Json(found) : Results.NotFound());
        _app.MapGet("/v1/requests/{request:guid}/identities", (Guid request) => Json(Identifiers.GetValueOrDefault(request) ?? []));
        _app.MapPost("/v1/requests/{request:guid}/identities", async (Guid request, HttpRequest body) =>
        {
            var added = (await JsonSerializer.DeserializeAsync<SubjectIdentifier[]>(body.Body, MessageJson.Options))!;
            Identifiers.AddOrUpdate(request, added, (_, known) => [.. known, .. added]);
            return Results.NoContent();
        });
        _app.MapPut("/v1/requests/{request:guid}/parts/{store:guid}/{step:int}", async (Guid request, int step, HttpRequest body) =>
        {
            using var reader = new StreamReader(body.Body, Encoding.UTF8);
            Parts[(request, step)] = (body.ContentType!, body.Headers["X-Plan-Id"].ToString(), await reader.ReadToEndAsync());
            return Results.NoContent();
        });
    }

    public string Url => _app.Urls.First();

    public bool Broken { get; set; }

    public ConcurrentDictionary<(Guid Plan, Guid Store), StorePlan> Plans { get; } = new();

    public ConcurrentDictionary<Guid, SubjectIdentifier[]> Identifiers { get; } = new();

    public ConcurrentDictionary<(Guid Request, int Step), (string ContentType, string PlanId, string Body)> Parts { get; } = new();

    public static async Task<FakeDsar> StartAsync()
    {
        var dsar = new FakeDsar();
        await dsar._app.StartAsync();
        return dsar;
    }

    public void Add(StorePlan plan, params SubjectIdentifier[] identifiers)
    {
        Plans[(plan.PlanId, plan.DataStoreId)] = plan;
        Identifiers[plan.RequestId] = identifiers;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Json<T>(T value) => Results.Text(JsonSerializer.Serialize(value, MessageJson.Options), "application/json");
}
