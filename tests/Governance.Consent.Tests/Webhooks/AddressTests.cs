using System.Net;
using System.Net.Http.Json;
using Governance.Consent.Webhooks;
using Governance.Contracts;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Tests.Webhooks;

/// <summary>A service as it is delivered: nothing but the public internet over https may be called.</summary>
public sealed class AddressTests(ConsentFixture fixture) : IClassFixture<ConsentFixture>
{
    private const string Label = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.";

    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("100.64.0.1"), InlineData("100.127.255.255"), InlineData("127.0.0.1"), InlineData("127.255.255.254")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.192"), InlineData("192.168.1.1"), InlineData("198.18.0.1"), InlineData("198.19.255.255")]
    [InlineData("192.0.2.1"), InlineData("198.51.100.7"), InlineData("203.0.113.9"), InlineData("192.88.99.1"), InlineData("224.0.0.1"), InlineData("239.255.255.255"), InlineData("240.0.0.1"), InlineData("255.255.255.255")]
    [InlineData("::"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:169.254.169.254"), InlineData("::127.0.0.1"), InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b::a9fe:a9fe"), InlineData("64:ff9b:1::1")]
    [InlineData("fc00::1"), InlineData("fd00:ec2::254"), InlineData("fe80::1"), InlineData("febf::1"), InlineData("fec0::1"), InlineData("ff02::1"), InlineData("100::1"), InlineData("2001:0:53aa::1"), InlineData("2001:db8::1"), InlineData("2002:7f00:1::1"), InlineData("3fff::1"), InlineData("5f00::1")]
    public void Addresses_that_are_not_public_are_told_apart(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8"), InlineData("1.1.1.1"), InlineData("100.63.255.255"), InlineData("100.128.0.0"), InlineData("172.32.0.1"), InlineData("172.15.255.255"), InlineData("192.0.1.1"), InlineData("223.255.255.254")]
    [InlineData("::ffff:8.8.8.8"), InlineData("2606:4700::1111"), InlineData("2a00:1450:4001::1"), InlineData("2001:4860:4860::8888")]
    public void Public_addresses_are_allowed(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://example.com/hook")]
    [InlineData("https://127.0.0.1/hook"), InlineData("https://localhost/hook"), InlineData("https://2130706433/"), InlineData("https://0x7f.1/"), InlineData("https://0177.0.0.1/"), InlineData("https://127.1/")]
    [InlineData("https://[::1]/"), InlineData("https://[::ffff:127.0.0.1]/"), InlineData("https://[::ffff:a9fe:a9fe]/"), InlineData("https://[64:ff9b::7f00:1]/"), InlineData("https://169.254.169.254/latest/meta-data/"), InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://user:pass@example.com/"), InlineData("https://8.8.8.8/#x"), InlineData("ftp://example.com/"), InlineData("file:///etc/passwd"), InlineData("not a url"), InlineData("")]
    [InlineData("https://8.8.8.8:0/"), InlineData("https://8.8.8.8:65536/"), InlineData("https://[fe80::1%25lo]/"), InlineData("https://[2606:4700::1111%251]/"), InlineData("https://localhost./hook"), InlineData("https://127.0.0.1./hook"), InlineData("https://LOCALHOST./"), InlineData("https://no-such.localhost/"), InlineData("https://127。0。0。1/"), InlineData("https://[::ffff:7f00:1]/"), InlineData("https://[::7f00:1]/"), InlineData("//127.0.0.1/"), InlineData("https:\\\\127.0.0.1/"), InlineData("https://example.com@127.0.0.1/"), InlineData("https://0/"), InlineData("https://[::]/")]
    [InlineData("https://" + Label + Label + Label + Label + Label + "example/"), InlineData("https://xn--\u00fc.example/")]
    public async Task Such_an_address_can_not_be_registered(string url) =>
        await fixture.Client("admin", Permissions.RecipientsWrite).PostAsJsonAsync("/v1/recipients", new { code = ConsentFixture.NewCode("system"), url, purposes = Array.Empty<string>() }).NamesFieldsAsync("url");

    [Fact]
    public async Task A_name_that_turns_inside_after_it_was_checked_is_not_connected_to()
    {
        // First a public address, then loopback: what DNS rebinding does.
        var connector = Connector(["93.184.215.14"], ["127.0.0.1"]);
        var urls = new WebhookUrl(connector.Guard, connector.Lookup, connector.Options);
        Assert.Null(await urls.CheckAsync("https://rebind.example/hook", TestContext.Current.CancellationToken));

        await Assert.ThrowsAsync<ForbiddenAddressException>(() => connector.Guard.ConnectAsync(new DnsEndPoint("rebind.example", 443), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_forbidden_address_among_public_ones_is_enough_to_refuse()
    {
        var connector = Connector(["93.184.215.14", "10.0.0.1"]);
        await Assert.ThrowsAsync<ForbiddenAddressException>(() => connector.Guard.ConnectAsync(new DnsEndPoint("mixed.example", 443), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::1"), InlineData("0.0.0.0"), InlineData("169.254.169.254")]
    public async Task Nothing_inside_is_connected_to_however_it_is_written(string host)
    {
        var connector = Connector([host]);
        await Assert.ThrowsAsync<ForbiddenAddressException>(() => connector.Guard.ConnectAsync(new DnsEndPoint(host, 80), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ForbiddenAddressException>(() => connector.Guard.ConnectAsync(new DnsEndPoint("name.example", 80), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_client_follows_nothing_and_takes_no_detour()
    {
        using var handler = Connector([]).Guard.NewHandler();
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseProxy);
        Assert.False(handler.UseCookies);
        Assert.NotNull(handler.ConnectCallback);
    }

    [Fact]
    public async Task Registering_asks_for_its_permission()
    {
        using var refused = await fixture.Dpo().PostAsJsonAsync("/v1/recipients", new { code = "x", purposes = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static (GuardedConnector Guard, IHostLookup Lookup, IOptions<WebhookOptions> Options) Connector(params string[][] answers)
    {
        var (lookup, options) = (new ScriptedLookup(answers), Options.Create(new WebhookOptions()));
        return (new GuardedConnector(lookup, options), lookup, options);
    }

    /// <summary>Answers differently each time.</summary>
    private sealed class ScriptedLookup(string[][] answers) : IHostLookup
    {
        private int _asked;

        public Task<IPAddress[]> FindAsync(string host, CancellationToken ct) =>
            Task.FromResult<IPAddress[]>([.. answers[Math.Min(_asked++, answers.Length - 1)].Select(IPAddress.Parse)]);
    }
}
