using System.Net;
using System.Net.Http.Json;

namespace Governance.Messaging.Tests;

public sealed class IdempotencyTests(MessagingFixture fixture) : IClassFixture<MessagingFixture>
{
    [Fact]
    public async Task A_repeat_with_the_same_key_gets_the_first_answer_and_changes_nothing()
    {
        var before = await fixture.CountAsync("effects");
        var first = await PostAsync("k1", "hello");
        var second = await PostAsync("k1", "hello");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(before + 1, await fixture.CountAsync("effects"));
    }

    [Fact]
    public async Task Concurrent_repeats_have_one_effect()
    {
        var before = await fixture.CountAsync("effects");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync("k2", "hello")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        Assert.Equal(before + 1, await fixture.CountAsync("effects"));
    }

    [Fact]
    public async Task A_key_used_again_for_something_else_is_refused()
    {
        await PostAsync("k3", "hello");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("k3", "something else")).StatusCode);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("k4", "")).StatusCode);
        Assert.Equal(0, await fixture.CountAsync("idempotency_keys", "key = 'k4'"));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("k4", "now right")).StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string key, string text)
    {
        using var client = fixture.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/notes") { Content = JsonContent.Create(new { text }) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
