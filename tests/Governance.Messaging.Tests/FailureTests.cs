using System.Net;
using System.Net.Http.Json;
using Governance.Contracts;
using Governance.Messaging.Failures;
using Governance.ServiceDefaults.Http;
using Governance.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Governance.Messaging.Tests;

public sealed class FailureTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    [Fact]
    public async Task A_poison_message_lands_in_the_error_store_blocks_nothing_and_can_be_replayed()
    {
        using var client = fixture.Operator();
        fixture.Host.Services.GetRequiredService<FailureSwitch>().Failing = true;
        var poison = fixture.Host.NewRefusal();
        var good = fixture.Host.NewPlanApproved();
        await fixture.Host.SaveAsync(poison, good);

        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", $"message_id = '{good.Header.EventId}'") == 1, "the good message");
        var failed = await WaitForFailureAsync(client, poison.Header.EventId);
        Assert.Equal("SubjectRequestRefused", failed.MessageType);
        Assert.Equal("probe.fail-on-refusals", failed.QueueName);
        Assert.Equal(0, await fixture.CountAsync("effects", $"message_id = '{poison.Header.EventId}'"));

        var detail = await client.GetFromJsonAsync<FailedMessageDetail>($"/v1/failed-messages/{failed.Id}");
        Assert.Contains(poison.RequestId.ToString(), detail!.Body, StringComparison.Ordinal);

        fixture.Host.Services.GetRequiredService<FailureSwitch>().Failing = false;
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/v1/failed-messages/{failed.Id}/replay", null)).StatusCode);
        await Eventually.TrueAsync(async () => await fixture.CountAsync("effects", $"message_id = '{poison.Header.EventId}'") == 1, "the replayed message");
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync($"/v1/failed-messages/{failed.Id}/replay", null)).StatusCode);
    }

    [Theory]
    [InlineData("this is no JSON", "application/vnd.masstransit+json")]
    [InlineData("""{"messageType":["urn:message:Governance.Contracts.Dsar.V1:PlanApproved"],"message":{"header":17}}""", "application/vnd.masstransit+json")]
    [InlineData("""{"messageType":["urn:message:Nobody:Knows"],"message":{}}""", "application/vnd.masstransit+json")]
    [InlineData("\u0000\u0001", "application/octet-stream")]
    public async Task A_message_that_cannot_be_read_lands_in_the_error_store(string body, string contentType)
    {
        using var client = fixture.Operator();
        var id = Guid.CreateVersion7();
        var factory = new ConnectionFactory { Uri = new Uri(fixture.Broker.ConnectionString) };
        await using (var connection = await factory.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.BasicPublishAsync("", "probe.count-plans", mandatory: true, new BasicProperties { ContentType = contentType, MessageId = id.ToString() }, System.Text.Encoding.UTF8.GetBytes(body));
        }

        var failed = await WaitForFailureAsync(client, id);
        Assert.Equal("probe.count-plans", failed.QueueName);
    }

    [Fact]
    public async Task An_error_text_that_the_database_would_refuse_is_kept_cleaned_and_cut()
    {
        using var client = fixture.Operator();
        var id = Guid.CreateVersion7();
        var text = "null \u0000 half \ud83d. " + new string('x', 484) + "\ud83d\ude00 and more";
        await fixture.Host.Services.GetRequiredService<IFailureStore>().SaveAsync(
            new Failure(id, "probe.count-plans", "Odd", "text/plain", [1], "OddException", text), TestContext.Current.CancellationToken);

        var failed = await WaitForFailureAsync(client, id);
        Assert.Equal("null ? half \ufffd. " + new string('x', 484), failed.ErrorMessage);
    }

    [Fact]
    public async Task The_error_store_asks_for_permission()
    {
        using var reader = fixture.Client(Permissions.MessagingRead);
        using var stranger = fixture.Client(Permissions.AuditRead);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync("/v1/failed-messages")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync($"/v1/failed-messages/{Guid.CreateVersion7()}/replay", null)).StatusCode);
        using var nobody = new HttpClient { BaseAddress = fixture.Host.BaseAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/v1/failed-messages")).StatusCode);
    }

    private static async Task<FailedMessageResponse> WaitForFailureAsync(HttpClient client, Guid messageId) =>
        await Eventually.GetAsync(
            async () => (await client.GetFromJsonAsync<Page<FailedMessageResponse>>("/v1/failed-messages?limit=500"))!.Items.SingleOrDefault(m => m.MessageId == messageId),
            "the failed message");
}
