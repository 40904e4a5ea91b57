using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.LocalStack.Servers;
using RabbitMQ.Client;

namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>A queue that gets a copy of every message of every exchange, to be searched afterwards.</summary>
internal sealed class MessageTap : IAsyncDisposable
{
    private const string Queue = "test.tap";
    private readonly HttpClient _management;
    private readonly string _uri;

    private MessageTap(RabbitMqServer server)
    {
        _uri = server.Uri;
        _management = new HttpClient { BaseAddress = new Uri(server.ManagementUri) };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(new Uri(_uri).UserInfo))));
    }

    public static async Task<MessageTap> OpenAsync(RabbitMqServer server)
    {
        var tap = new MessageTap(server);
        var exchanges = await tap._management.GetFromJsonAsync<JsonElement>("/api/exchanges/%2F");
        await using var connection = await tap.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        foreach (var exchange in exchanges.EnumerateArray().Select(e => e.GetProperty("name").GetString()!).Where(n => n.StartsWith("Governance.", StringComparison.Ordinal)))
            await channel.QueueBindAsync(Queue, exchange, "");
        return tap;
    }

    /// <summary>Bodies of all messages since the tap was opened, which stay in it; one event may stand here more than once.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var bodies = new List<string>();
        while (await channel.BasicGetAsync(Queue, autoAck: false) is { } message)
            bodies.Add(Encoding.UTF8.GetString(message.Body.Span));
        return bodies;
    }

    public ValueTask DisposeAsync()
    {
        _management.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = new Uri(_uri) }.CreateConnectionAsync();
}
