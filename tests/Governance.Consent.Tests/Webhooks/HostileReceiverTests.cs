using System.Net;
using System.Net.Sockets;
using System.Text;
using Governance.Consent.Data;
using Governance.Consent.Security;
using Governance.Consent.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Tests.Webhooks;

/// <summary>Systems that answer as no web server does: an attempt ends, in time and without taking much in.</summary>
public sealed class HostileReceiverTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    [Theory]
    [InlineData("", "", "unreachable")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", "", "unreachable")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ", "x", "timeout")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", "timeout")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "LONG", "unreachable")]
    [InlineData("HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n", "", "refused")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "LONG", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "LONG", null)]
    public async Task An_attempt_at_it_ends(string first, string then, string? error)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource();
        var answering = AnswerAsync(listener, first, then, over.Token);
        var purpose = await fixture.PurposeAsync();
        var (code, _) = await fixture.RegisterAsync($"http://{listener.LocalEndpoint}/hook", null, "no-such-purpose");
        var record = await fixture.RecordAsync($"{Guid.NewGuid():n}@example.org", purpose, "withdraw");

        var result = await SendAsync(code, record.GetProperty("subject").GetString()!, purpose, record.GetProperty("id").GetGuid()).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await over.CancelAsync();
        await answering;
        Assert.Equal(error, result.Error);
        Assert.Equal(error is null or "refused", result.Status is not null);
    }

    /// <summary>As the dispatcher sends, with little patience.</summary>
    private async Task<AttemptResult> SendAsync(string code, string subject, string purpose, Guid record)
    {
        await using var scope = fixture.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var recipient = await services.GetRequiredService<ConsentDbContext>().Set<Recipient>().SingleAsync(r => r.Code == code);
        var sender = new WebhookSender(
            services.GetRequiredService<IHttpClientFactory>(), services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<SecretVault>(),
            Options.Create(new WebhookOptions { Timeout = TimeSpan.FromSeconds(2) }), fixture.Clock);
        return await sender.SendAsync(recipient, new ClaimedDelivery(1, subject, purpose, 1, record, fixture.Clock.GetUtcNow(), 1), CancellationToken.None);
    }

    private static async Task AnswerAsync(TcpListener listener, string first, string then, CancellationToken ct)
    {
        try
        {
            using var socket = await listener.AcceptSocketAsync(ct);
            await using var stream = new NetworkStream(socket);
            _ = await stream.ReadAsync(new byte[4096].AsMemory(), ct);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(first), ct);
            var (part, pause) = then == "LONG" ? (new string('x', 65_536), 0) : (then, 20);
            while (part.Length > 0)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(part), ct);
                await Task.Delay(pause, ct);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It has hung up.
        }
    }
}
