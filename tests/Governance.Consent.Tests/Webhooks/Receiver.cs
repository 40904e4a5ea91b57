using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Governance.Consent.Tests.Webhooks;

/// <param name="Body">As it came in, to be verified byte for byte.</param>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body)
{
    public JsonElement Data { get; } = JsonDocument.Parse(Body).RootElement.GetProperty("data");

    public string Subject => Data.GetProperty("subject").GetString()!;

    public int Version => Data.GetProperty("version").GetInt32();

    /// <summary>Verified as the Standard Webhooks specification tells a receiver to.</summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Signature.Split(' ').Any(s => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(s), Encoding.UTF8.GetBytes(expected)));
    }
}

/// <summary>A system that is told by webhook; a test decides how it answers.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Map("/{**path}", async (HttpContext http) =>
        {
            Paths.Enqueue(http.Request.Path);
            using var reader = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers;
            var received = new Received(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync());
            var answer = Answer(received);
            All.Enqueue((received, answer));
            http.Response.StatusCode = answer;
            if (answer is >= 300 and < 400)
                http.Response.Headers.Location = "/redirected";
        });
    }

    /// <summary>Status that a delivery is answered with.</summary>
    public Func<Received, int> Answer { get; set; } = _ => 204;

    public ConcurrentQueue<(Received Message, int Status)> All { get; } = new();

    public ConcurrentQueue<string> Paths { get; } = new();

    public string Url => $"{_app.Urls.First()}/hook";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
