using System.Text.Json;
using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.LocalStack;
using Governance.LocalStack.Stack;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>kill -9 at every step boundary, with the broker and the database restarted in between: work goes on by itself, with one effect.</summary>
[Collection(JobCollection.Name)]
public sealed class KillTests(JobStack stack)
{
    // A store that was cut off by a restart is tried again after a pause of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private static readonly string[] DataPlaneErasure =
    [
        "dataplane.job-claimed", "dataplane.erase.begin", "dataplane.erase.after-detach", "dataplane.erase.after-step-1", "dataplane.erase.before-prepared",
        "dataplane.erase.after-prepared", "dataplane.erase.after-commit", "dataplane.before-done", "outbox.after-claim", "outbox.after-publish", "outbox.after-delete",
    ];

    [Fact]
    public async Task An_erasure_killed_at_every_boundary_completes_by_itself_with_one_effect()
    {
        var connection = await Chinook.LoadAsync(stack, "chinook_kill");
        var actors = await stack.ActorsAsync();
        await Chinook.ConnectAsync(stack, actors, "chinook_kill", connection);
        var print = new DatabasePrint(connection);
        var before = await print.TakeAsync(OthersThan(2));
        var id = await OpenAsync(actors, "erasure", "leonekohler@surfeu.de");
        var dsar = stack.Stack.Services["dsar"];
        var dataPlane = stack.Stack.Services["dataplane"];

        var plan = await SubjectRequests.PlanAsync(actors.Analyst, id);
        await ArmAsync(dsar, "dsar.after-approval");
        await ArmAsync(dataPlane, DataPlaneErasure[0]);
        await ApproveThroughTheKillAsync(actors, id, plan);
        foreach (var (number, place) in DataPlaneErasure.Index())
        {
            await DiesAsync(dataPlane, place);
            // The broker and the databases go away in the middle as well.
            if (place == "dataplane.erase.after-step-1")
                await stack.Stack.RabbitMq.RestartAsync();
            if (place == "dataplane.erase.after-prepared")
                await stack.Stack.Postgres.RestartAsync();
            // Before the data plane can tell it: dsar hears of the end as soon as it is published.
            if (place == "dataplane.before-done")
                await ArmAsync(dsar, "dsar.execution-completed");
            await ArmAsync(dataPlane, number + 1 < DataPlaneErasure.Length ? DataPlaneErasure[number + 1] : null);
        }
        await DiesAsync(dsar, "dsar.execution-completed");
        await ArmAsync(dsar, "dsar.certificate.before-issue");
        await DiesAsync(dsar, "dsar.certificate.before-issue");
        await ArmAsync(dsar, null);

        actors = await stack.ActorsAsync();
        var request = await new SubjectRequests(actors, stack.Mails, Narrator.Silent).CompletedAsync(id);
        Assert.Empty(request.Gaps);
        Assert.Equal(0, await print.CountAsync("leonekohler@surfeu.de"));
        Assert.Equal(before, await print.TakeAsync(OthersThan(2)));
        await LogTellsItOnceAsync(actors, id, "FulfilmentStarted", "PlanApproved", "StoreExecutionCompleted", "ErasureCertificateIssued", "SubjectRequestCompleted");
        var certificate = await actors.Dpo.Dsar.GetBytesAsync($"/v1/requests/{id}/certificate");
        Assert.True((await new ProofWalk(actors, Narrator.Silent).RunAsync(request.Pseudonym, id, certificate)).CertificateProved);
    }

    [Fact]
    public async Task An_access_request_killed_at_every_boundary_delivers_one_whole_package()
    {
        var connection = await Chinook.LoadAsync(stack, "chinook_kill_access");
        var actors = await stack.ActorsAsync();
        await Chinook.ConnectAsync(stack, actors, "chinook_kill_access", connection);
        var id = await OpenAsync(actors, "access", "ftremblay@gmail.com");
        var dsar = stack.Stack.Services["dsar"];
        var dataPlane = stack.Stack.Services["dataplane"];
        var plan = await SubjectRequests.PlanAsync(actors.Analyst, id);
        await ArmAsync(dataPlane, "dataplane.export.after-step-1");
        await actors.Dpo.Dsar.PostAsync($"/v1/requests/{id}/plans/{plan.Value.Id}/approval", new { decision = "approve" }, plan.ETag);
        await DiesAsync(dataPlane, "dataplane.export.after-step-1");
        await ArmAsync(dsar, "dsar.package.before-assemble");
        await ArmAsync(dataPlane, null);
        await DiesAsync(dsar, "dsar.package.before-assemble");
        await ArmAsync(dsar, "dsar.package.after-assemble");
        await DiesAsync(dsar, "dsar.package.after-assemble");
        await ArmAsync(dsar, null);

        actors = await stack.ActorsAsync();
        var request = await new SubjectRequests(actors, stack.Mails, Narrator.Silent).CompletedAsync(id);
        Assert.Equal("ready", request.Package!.State);
        await LogTellsItOnceAsync(actors, id, "FulfilmentStarted", "StoreExecutionCompleted", "AccessPackageReady", "SubjectRequestCompleted");
    }

    private static Dictionary<string, string> OthersThan(int customer) => new() { ["customer"] = $"customer_id <> {customer}", ["invoice"] = $"customer_id <> {customer}" };

    private static async Task<Guid> OpenAsync(Actors actors, string type, string mail) =>
        (await actors.Team.Dsar.PostAsync<RequestView>("/v1/requests", new { type, identifiers = new[] { new { kind = "email", value = mail } }, verificationMethod = "signed-in-session" })).Id;

    /// <summary>The service dies right after it has committed the approval: the caller never hears of it, and asking again finds it done.</summary>
    private async Task ApproveThroughTheKillAsync(Actors actors, Guid id, Tagged<PlanView> plan)
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => actors.Dpo.Dsar.PostAsync($"/v1/requests/{id}/plans/{plan.Value.Id}/approval", new { decision = "approve" }, plan.ETag));
        await DiesAsync(stack.Stack.Services["dsar"], "dsar.after-approval");
        await ArmAsync(stack.Stack.Services["dsar"], null);
        Assert.Equal("approved", (await actors.Analyst.Dsar.GetAsync<PlanView>($"/v1/requests/{id}/plans/{plan.Value.Id}")).State);
    }

    /// <summary>Restarts the service so that it kills itself at the place once; null: an ordinary start.</summary>
    private async Task ArmAsync(ServiceProcess service, string? place)
    {
        service.Environment.Remove("FaultPoint__Name");
        if (place is not null)
        {
            service.Environment["FaultPoint__Name"] = place;
            service.Environment["FaultPoint__Marker"] = MarkerOf(place);
        }
        await service.StopAsync();
        try
        {
            await service.StartAsync();
        }
        catch (StackException) when (place is not null && !service.IsRunning)
        {
            // Work that waited for it took it to the place before it was seen to be ready.
        }
    }

    private async Task DiesAsync(ServiceProcess service, string place)
    {
        Assert.True(await service.WaitForExitAsync(Patience), $"{service.Name} was not killed at {place}.");
        Assert.True(File.Exists(MarkerOf(place)), $"{service.Name} ended, but not at {place}.");
        File.Delete(MarkerOf(place));
    }

    private string MarkerOf(string place) => Path.Combine(stack.Stack.TraceFolder, $"killed-{place}");

    private static async Task LogTellsItOnceAsync(Actors actors, Guid request, params string[] actions)
    {
        var audit = actors.Auditor.Audit;
        var entries = await Until.Async("all events in the log", Patience,
            () => audit.ListAsync<AuditEntry>("/v1/entries?limit=500"),
            all => all.Any(e => e.Action == "SubjectRequestCompleted" && e.ObjectId == request.ToString()));
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => (long)i), entries.Select(e => e.Sequence).Order());
        Assert.Equal(entries.Count, entries.Select(e => e.EventId).Distinct().Count());
        foreach (var action in actions)
        {
            // Once for the request, or once for each store that holds the person.
            var told = new List<string>();
            foreach (var entry in entries.Where(e => e.Action == action))
            {
                var content = (await audit.GetAsync<JsonElement>($"/v1/entries/{entry.Sequence}")).GetProperty("event");
                if (content.GetProperty("requestId").GetGuid() == request)
                    told.Add(content.TryGetProperty("dataStoreId", out var store) ? store.GetString()! : "");
            }
            Assert.NotEmpty(told);
            Assert.True(told.Count == told.Distinct().Count(), $"{action} stands twice in the log.");
        }

        var verification = await actors.Auditor.Audit.PostAsync<JsonElement>("/v1/log/verifications");
        var result = await Until.Async("the verification", Patience,
            () => audit.GetAsync<JsonElement>($"/v1/log/verifications/{verification.GetProperty("id").GetGuid()}"), v => v.GetProperty("state").GetString() != "running");
        Assert.Equal("ok", result.GetProperty("state").GetString());
    }
}
