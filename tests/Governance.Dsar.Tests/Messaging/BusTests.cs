using Governance.Contracts;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;
using Governance.Dsar.Tests.Planning;
using Governance.Dsar.Tests.Support;
using Governance.Messaging;
using Governance.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Governance.Dsar.Tests.Messaging;

/// <summary>The service with a broker, and a fake inventory that serves one map.</summary>
public sealed class BusFixture : DsarFixture
{
    private WebApplication? inventory;

    internal DataMap Map { get; } = ChinookMap.Build() with { DataStoreName = "shop" };

    protected override bool WithBroker => true;

    protected override bool WithMap => false;

    protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        inventory = builder.Build();
        inventory.MapGet("/v1/data-stores/{id:guid}/map/versions/{version:int}", (Guid id, int version) =>
            id == Map.DataStoreId && version == Map.Version ? Results.Json(Map, MessageJson.Options) : Results.NotFound());
        await inventory.StartAsync();
        return new Dictionary<string, string>(await base.ConfigureAsync()) { ["Services:Inventory"] = inventory.Urls.First() };
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await inventory!.DisposeAsync();
    }
}

public sealed class BusTests(BusFixture service) : IClassFixture<BusFixture>
{
    private readonly Flow flow = new(service);

    [Fact]
    public async Task A_confirmed_map_is_fetched_and_the_whole_erasure_runs_on_messages_delivered_twice()
    {
        var store = service.Map.DataStoreId;
        await PublishTwiceAsync(new DataMapConfirmed(Header(), store, service.Map.Version, "00"));
        await Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.Maps.AnyAsync(m => m.DataStoreId == store)), "the map kept");

        var request = (await flow.OpenAsync(RequestType.Erasure, Flow.NewEmail())).GetProperty("id").GetGuid();
        var plan = await flow.PlanAsync(request);
        var steps = PlanDocuments.Read(await flow.StoreAsync(plan, store)).Steps.Select(s => new StepCount(s.Number, 1, 0)).ToList();
        await PublishTwiceAsync(new StorePlanPrepared(Header(), plan, request, store, 1, steps, [], []));
        await flow.WaitForStateAsync(request, RequestState.AwaitingApproval);
        var version = (await flow.GetPlanAsync(request, plan)).GetProperty("version").GetInt32();
        await Flow.ReadAsync(await flow.DecideAsync(flow.Approver, request, plan, version), System.Net.HttpStatusCode.OK);

        var execution = (await flow.StoreAsync(plan, store)).ExecutionId!.Value;
        await PublishTwiceAsync(new StoreExecutionIncomplete(Header(), execution, request, plan, store, "timeout", [], [], service.Clock.GetUtcNow()));
        await flow.WaitForStateAsync(request, RequestState.Incomplete);
        await PublishTwiceAsync(new StoreExecutionCompleted(Header(), execution, request, plan, store, steps, 0, service.Clock.GetUtcNow()));
        await flow.WaitForStateAsync(request, RequestState.Completed);
        Assert.Equal(1, await service.InDatabaseAsync(db => db.Certificates.CountAsync(c => c.RequestId == request)));
    }

    [Fact]
    public async Task A_store_that_could_not_be_asked_fails_the_plan()
    {
        var store = service.Map.DataStoreId;
        await PublishTwiceAsync(new DataMapConfirmed(Header(), store, service.Map.Version, "00"));
        await Eventually.TrueAsync(() => service.InDatabaseAsync(db => db.Maps.AnyAsync(m => m.DataStoreId == store)), "the map kept");
        var request = (await flow.OpenAsync(RequestType.Access, Flow.NewEmail())).GetProperty("id").GetGuid();
        var plan = await flow.PlanAsync(request);
        await PublishTwiceAsync(new StorePlanPreparationFailed(Header(), plan, request, store, 1, "unreachable"));
        await flow.WaitForStateAsync(request, RequestState.Verified);
        Assert.Equal("unreachable", (await flow.GetPlanAsync(request, plan)).GetProperty("failureCode").GetString());
    }

    private async Task PublishTwiceAsync<TEvent>(TEvent message)
        where TEvent : class, IEvent
    {
        for (var i = 0; i < 2; i++)
            await service.Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = message.Header.EventId);
    }

    private EventHeader Header() => new(Guid.CreateVersion7(), service.Clock.GetUtcNow(), "test", Actor.Service("test"), "test", "test");
}
