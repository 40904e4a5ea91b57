using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Jobs;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;
using Governance.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Governance.Dsar.Tests.Consents;

/// <summary>A dsar service beside a consent service that a test stands in for.</summary>
public sealed class ConsentHookFixture : DsarFixture
{
    private WebApplication? _consent;
    private int _failures;

    /// <summary>Answers of the consent service that fail before one succeeds.</summary>
    public int Failures
    {
        get => Volatile.Read(ref _failures);
        set => Volatile.Write(ref _failures, value);
    }

    public ConcurrentQueue<JsonElement> Asked { get; } = new();

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _consent = builder.Build();
        _consent.MapPost("/v1/subjects/history", (JsonElement body, HttpRequest request) =>
        {
            if (Interlocked.Decrement(ref _failures) >= 0)
                return Results.StatusCode(503);
            Asked.Enqueue(body.Clone());
            // Two pages, to whoever has a token.
            var last = body.TryGetProperty("after", out var after) && after.ValueKind == JsonValueKind.String;
            return request.Headers.Authorization.Count == 0
                ? Results.Unauthorized()
                : Results.Json(new { items = new[] { new { purpose = "newsletter", action = last ? "withdraw" : "give" } }, next = last ? null : "newsletter.1" });
        });
        _consent.MapPost("/v1/signals/history", () => new { items = new[] { new { kind = "gpp", raw = "DBABMA~x" } }, next = (string?)null });
        await _consent.StartAsync();
        return new Dictionary<string, string>(await base.ConfigureAsync()) { ["Services:Consent"] = _consent.Urls.First() };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_consent is not null)
            await _consent.DisposeAsync();
    }
}

public sealed class ConsentHookTests(ConsentHookFixture service) : IClassFixture<ConsentHookFixture>
{
    private static readonly Guid Shop = MapBuilder.Store(1);

    private readonly Flow flow = new(service);

    [Fact]
    public async Task The_access_package_includes_the_consent_history_and_waits_for_it()
    {
        service.Failures = 1;
        var email = Flow.NewEmail();
        var (request, plan) = await flow.ExecutingAsync(RequestType.Access, email, Shop);
        foreach (var step in new[] { 1, 2, 3 })
            await flow.PutPartAsync(request, Shop, step, "");
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 0, 0), new StepCount(2, 0, 0), new StepCount(3, 0, 0));
        // The job is tried again after a while: time goes on while it waits. While it runs, time stands still, or it would lose its lease.
        await Eventually.TrueAsync(async () =>
        {
            var now = service.Clock.GetUtcNow();
            if (await service.InDatabaseAsync(db => db.Jobs.AnyAsync(j => j.RequestId == request && j.Kind == JobKinds.AssemblePackage && j.Lease == null && j.DueAt > now)))
                service.Clock.Advance(TimeSpan.FromMinutes(1));
            return (await flow.GetAsync(request)).GetProperty("state").GetString() == "completed";
        }, "the package delivered", TimeSpan.FromSeconds(60));
        Assert.True(service.Failures < 0);

        var link = Regex.Match((await service.MailsAsync(email, 1))[0], "https://privacy\\.example/packages/([0-9a-f-]+)#(\\S+)");
        var response = await service.Anonymous().PostAsJsonAsync($"/v1/public/packages/{link.Groups[1].Value}/download", new { secret = link.Groups[2].Value });
        using var zip = new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()));
        var copy = await JsonSerializer.DeserializeAsync<JsonElement>(zip.GetEntry("consents.json")!.Open());
        Assert.Equal(["give", "withdraw"], copy.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("action").GetString()));
        Assert.Equal("gpp", copy.GetProperty("signals")[0].GetProperty("kind").GetString());
        var manifest = await JsonSerializer.DeserializeAsync<JsonElement>(zip.GetEntry("manifest.json")!.Open());
        Assert.Equal((2, 1), (manifest.GetProperty("consents").GetProperty("records").GetInt32(), manifest.GetProperty("consents").GetProperty("signals").GetInt32()));
        Assert.Contains(service.Asked, b => b.GetProperty("subject").GetProperty("identifier").GetString() == email);
    }

    [Fact]
    public async Task An_objection_is_told_of_as_soon_as_the_identity_is_established_and_not_before()
    {
        var email = Flow.NewEmail();
        var opened = await flow.OpenAsync(RequestType.Objection, email);
        var told = Assert.Single(await service.EventsAsync<ObjectionVerified>(opened.GetProperty("id").GetGuid()));
        Assert.Equal([told.Header.SubjectPseudonym!], told.Pseudonyms);
        Assert.DoesNotContain(email, JsonSerializer.Serialize(told), StringComparison.Ordinal);

        var other = Flow.NewEmail();
        var received = await service.Anonymous().PostAsJsonAsync("/v1/public/requests", new { type = "objection", identifiers = new[] { new { kind = "email", value = other } } });
        var id = (await Flow.ReadAsync(received, System.Net.HttpStatusCode.Accepted)).GetProperty("id").GetGuid();
        Assert.Empty(await service.EventsAsync<ObjectionVerified>(id));
        var code = DsarFixture.CodeIn((await service.MailsAsync(other, 1))[0]);
        await Flow.ReadAsync(await service.Anonymous().PostAsJsonAsync($"/v1/public/requests/{id}/verification", new { code }), System.Net.HttpStatusCode.OK);
        Assert.Single(await service.EventsAsync<ObjectionVerified>(id));
        Assert.Empty(await service.EventsAsync<ObjectionVerified>((await flow.OpenAsync(RequestType.Access, Flow.NewEmail())).GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task An_erasure_is_told_of_once_it_is_certified()
    {
        var (request, plan) = await flow.ExecutingAsync(RequestType.Erasure, Flow.NewEmail(), Shop);
        Assert.Empty(await service.EventsAsync<SubjectErased>(request));
        await flow.CompleteAsync(request, plan, Shop, new StepCount(1, 1, 0), new StepCount(2, 1, 0), new StepCount(3, 1, 0));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        var told = Assert.Single(await service.EventsAsync<SubjectErased>(request));
        Assert.Contains(told.Header.SubjectPseudonym!, told.Pseudonyms);
    }
}
