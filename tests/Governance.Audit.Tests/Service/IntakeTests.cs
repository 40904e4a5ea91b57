using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;

namespace Governance.Audit.Tests.Service;

public sealed class IntakeTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    [Fact]
    public async Task Events_of_any_type_published_by_a_service_become_entries_with_all_their_fields()
    {
        var approved = TestEvents.Approved("sub_types");
        var erased = new IdentifiersErased(TestEvents.Approved("sub_types").Header with { Source = "dsar", Outcome = Outcome.Failed, Reason = "store-away" }, Guid.CreateVersion7());
        await audit.PublishAsync(approved, erased);

        var entries = await audit.EntriesAsync("subject=sub_types", 2);
        var entry = entries.Single(e => e.GetProperty("action").GetString() == "PlanApproved");
        Assert.Equal("failed", entries.Single(e => e.GetProperty("action").GetString() == "IdentifiersErased").GetProperty("outcome").GetString());
        Assert.Equal(approved.Header.EventId, entry.GetProperty("eventId").GetGuid());

        var content = await audit.GetAsync($"/v1/entries/{entry.GetProperty("sequence").GetInt64()}");
        Assert.Equal("Governance.Contracts.Dsar.V1:PlanApproved", content.GetProperty("envelope").GetProperty("type").GetString());
        Assert.Equal(approved.PlanId, content.GetProperty("event").GetProperty("planId").GetGuid());
        Assert.Equal("user", content.GetProperty("event").GetProperty("header").GetProperty("actor").GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_event_of_a_type_and_with_fields_this_version_does_not_know_is_kept_whole()
    {
        var message = JsonSerializer.SerializeToNode(TestEvents.Approved("sub_tomorrow"), MessageJson.Options)!;
        message["fieldOfTomorrow"] = new JsonObject { ["deep"] = new JsonArray(1, 2, 3) };
        await audit.Broker.PublishAsync(TestEvents.Envelope(message, "urn:message:Governance.Contracts.Tomorrow.V3:SomethingNew", "urn:message:Governance.Contracts:IEvent"));

        var entry = Assert.Single(await audit.EntriesAsync("subject=sub_tomorrow&action=SomethingNew", 1));
        var content = await audit.GetAsync($"/v1/entries/{entry.GetProperty("sequence").GetInt64()}");
        Assert.Equal(3, content.GetProperty("event").GetProperty("fieldOfTomorrow").GetProperty("deep").GetArrayLength());
    }

    [Fact]
    public async Task A_message_delivered_twice_has_one_entry()
    {
        var envelope = TestEvents.Envelope(TestEvents.Approved("sub_twice"));
        await audit.Broker.PublishAsync([envelope, envelope]);
        await audit.EntriesAsync("subject=sub_twice", 1);
        await audit.Broker.PublishAsync([envelope, TestEvents.Envelope(TestEvents.Approved("sub_twice_later"))]);
        await audit.EntriesAsync("subject=sub_twice_later", 1);

        await audit.EntriesAsync("subject=sub_twice", 1);
    }

    [Fact]
    public async Task A_message_that_can_not_become_an_entry_goes_to_the_error_store_and_blocks_nothing()
    {
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_poison", objectId: new string('x', 300))));
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_after_poison")));

        await audit.EntriesAsync("subject=sub_after_poison", 1);
        // The failure is itself an event, so the log says that something is missing from it.
        await audit.EntriesAsync("action=MessageFailed&source=audit", 1);
        await audit.EntriesAsync("subject=sub_poison", 0);
    }

    [Fact]
    public async Task While_the_log_is_damaged_events_wait_and_the_service_is_not_ready()
    {
        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_before_damage")));
        await audit.EntriesAsync("subject=sub_before_damage", 1);
        var database = audit.Service.Database;
        // One statement that undoes itself: an entry that is appended meanwhile is either before the damage or waits.
        const string Flip = "UPDATE log_head SET root_hash = set_byte(root_hash, 0, 255 - get_byte(root_hash, 0))";
        await database.ExecuteAsync(Flip);

        await audit.Broker.PublishAsync(TestEvents.Envelope(TestEvents.Approved("sub_during_damage")));
        await audit.ReadyAsync(HttpStatusCode.ServiceUnavailable);
        await audit.EntriesAsync("subject=sub_during_damage", 0);

        await database.ExecuteAsync(Flip);
        await audit.EntriesAsync("subject=sub_during_damage", 1);
        await audit.ReadyAsync();
    }
}
