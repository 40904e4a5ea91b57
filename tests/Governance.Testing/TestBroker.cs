using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace Governance.Testing;

/// <summary>A virtual host of its own on the tests' RabbitMQ, so that tests don't hear each other's messages. Deleted when disposed.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly HttpClient _management = new() { BaseAddress = TestEnvironment.RabbitMqManagement };
    private readonly string _name = $"test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    private TestBroker()
    {
        var user = Uri.UnescapeDataString(TestEnvironment.RabbitMq.UserInfo);
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
    }

    /// <summary>amqp URI of the virtual host.</summary>
    public string ConnectionString => new UriBuilder(TestEnvironment.RabbitMq) { Path = _name }.Uri.AbsoluteUri;

    public static async Task<TestBroker> CreateAsync()
    {
        var broker = new TestBroker();
        var user = TestEnvironment.RabbitMq.UserInfo.Split(':')[0];
        (await broker._management.PutAsJsonAsync($"/api/vhosts/{broker._name}", new { default_queue_type = "quorum" })).EnsureSuccessStatusCode();
        (await broker._management.PutAsJsonAsync($"/api/permissions/{broker._name}/{user}", new { configure = ".*", write = ".*", read = ".*" })).EnsureSuccessStatusCode();
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        using (await _management.DeleteAsync($"/api/vhosts/{_name}"))
            _management.Dispose();
    }
}
