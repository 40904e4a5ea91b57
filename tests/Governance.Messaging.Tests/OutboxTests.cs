using Governance.Contracts;
using Governance.Contracts.Dsar.V1;
using Governance.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Tests;

public sealed class OutboxTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    [Fact]
    public async Task A_saved_event_reaches_its_consumer_once_and_leaves_the_outbox()
    {
        var message = fixture.Host.NewPlanApproved();
        await fixture.Host.SaveAsync(message);

        var mine = $"message_id = '{message.Header.EventId}'";
        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", mine) == 1, "the effect");
        await Eventually.TrueAsync(async () => await fixture.CountAsync("outbox", $"id = '{message.Header.EventId}'") == 0, "an empty outbox");
    }

    [Fact]
    public async Task A_message_delivered_twice_has_one_effect()
    {
        var message = fixture.Host.NewPlanApproved();
        var bus = fixture.Host.Services.GetRequiredService<IBus>();
        for (var i = 0; i < 5; i++)
            await bus.Publish(message, context => context.MessageId = message.Header.EventId);
        var last = fixture.Host.NewPlanApproved();
        await bus.Publish(last, context => context.MessageId = last.Header.EventId);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", $"message_id = '{last.Header.EventId}'") == 1, "the last message");
        await Eventually.TrueAsync(async () => await fixture.CountAsync("inbox", $"message_id = '{message.Header.EventId}'") == 1, "the inbox row");
        Assert.Equal(1, await fixture.CountAsync("effects", $"message_id = '{message.Header.EventId}'"));
    }

    [Fact]
    public async Task A_row_whose_dispatcher_died_is_published_when_its_lease_runs_out()
    {
        var message = fixture.Host.NewPlanApproved();
        var body = System.Text.Json.JsonSerializer.Serialize(message, MessageJson.Options).Replace("'", "''", StringComparison.Ordinal);
        await fixture.Database.ExecuteAsync($"""
            INSERT INTO outbox (id, message_type, body, created_at, visible_at, lease, leased_until, attempts)
            VALUES ('{message.Header.EventId}', '{typeof(PlanApproved).FullName}', '{body}', now(), now(), gen_random_uuid(), now() + interval '2 seconds', 1)
            """);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", $"message_id = '{message.Header.EventId}'") == 1, "the effect");
    }

    [Fact]
    public async Task Two_thousand_events_arrive_without_loss_or_double()
    {
        var before = await fixture.CountAsync("effects");
        for (var i = 0; i < 20; i++)
            await fixture.Host.SaveAsync([.. Enumerable.Range(0, 100).Select(IEvent (_) => fixture.Host.NewPlanApproved())]);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects") >= before + 2000, "all effects", TimeSpan.FromSeconds(60));
        Assert.Equal(0, await fixture.Database.ScalarAsync<long>("SELECT count(*) FROM (SELECT 1 FROM effects GROUP BY message_id HAVING count(*) > 1) d"));
    }
}
