using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Http;
using Governance.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Messaging.Tests;

public sealed class BatchConsumerTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    [Fact]
    public async Task A_poison_message_in_a_batch_goes_to_the_error_store_alone()
    {
        var good = Enumerable.Range(0, 20).Select(_ => fixture.Host.NewSentBack("good")).ToList();
        var poison = fixture.Host.NewSentBack("poison");
        await fixture.Host.SaveAsync([.. good.Take(10), poison, .. good.Skip(10)]);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects") == 20, "the good ones");
        using var client = fixture.Operator();
        var failed = await Eventually.GetAsync(
            async () => (await client.GetFromJsonAsync<Page<FailedMessageResponse>>("/v1/failed-messages?limit=500"))!.Items.SingleOrDefault(m => m.MessageId == poison.Header.EventId),
            "the poison message in the error store");
        Assert.Equal("probe.record-sent-back", failed.QueueName);
        Assert.Equal("PlanSentBack", failed.MessageType);
    }

    [Fact]
    public async Task Doubles_within_and_across_batches_have_one_effect()
    {
        var bus = fixture.Host.Services.GetRequiredService<IBus>();
        var message = fixture.Host.NewSentBack("good");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => bus.Publish(message, c => c.MessageId = message.Header.EventId)));
        var last = fixture.Host.NewSentBack("good");
        await bus.Publish(last, c => c.MessageId = last.Header.EventId);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", $"message_id = '{last.Header.EventId}'") == 1, "the last message");
        Assert.Equal(1, await fixture.CountAsync("effects", $"message_id = '{message.Header.EventId}'"));
    }
}
