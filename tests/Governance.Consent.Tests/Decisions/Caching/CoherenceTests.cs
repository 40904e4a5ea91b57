using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Governance.Consent.Tests.Decisions.Caching;

/// <summary>Real processes: when a withdrawal has been answered, none of them allows any more, whatever has happened to one of them.</summary>
public sealed class CoherenceTests(ConsentCluster cluster) : IClassFixture<ConsentCluster>
{
    private const int Rounds = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task No_instance_of_four_allows_after_a_withdrawal_was_answered()
    {
        using var fourth = await cluster.StartAsync();
        Instance[] all = [.. cluster.Sound, fourth];
        var (purpose, notice) = await PrepareAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var person = $"round{round % 3}@example.org";
            await GiveAsync(all[round % 4], person, purpose, notice);
            // What was given is in effect everywhere as soon as it is answered, too; and now all four have it in their caches.
            foreach (var instance in all)
                Assert.True(await AllowsAsync(instance, person, purpose));
            var withdrawn = 0;
            var readers = all.SelectMany(instance => Enumerable.Range(0, 3).Select(_ => ReadAsync(instance))).ToList();
            await WithdrawAsync(all[(round + 1) % 4], person, purpose);
            Volatile.Write(ref withdrawn, 1);
            await Task.WhenAll(readers);

            async Task ReadAsync(Instance instance)
            {
                for (var after = 0; after < 3;)
                {
                    var isLater = Volatile.Read(ref withdrawn) == 1;
                    var allows = await AllowsAsync(instance, person, purpose);
                    Assert.False(isLater && allows);
                    after += isLater ? 1 : 0;
                }
            }
        }
    }

    [Fact]
    public async Task A_change_of_the_notice_is_in_effect_everywhere_when_it_is_answered()
    {
        var (purpose, notice) = await PrepareAsync();
        await GiveAsync(cluster.Sound[0], "notice@example.org", purpose, notice);
        foreach (var instance in cluster.Sound)
            Assert.True(await AllowsAsync(instance, "notice@example.org", purpose));
        await cluster.Sound[1].Client.PostAsJsonAsync($"/v1/notices/{notice}/versions", Bodies.Version("material", [purpose])).JsonAsync(HttpStatusCode.Created);
        foreach (var instance in cluster.Sound)
            Assert.False(await AllowsAsync(instance, "notice@example.org", purpose));
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("paused")]
    [InlineData("cut off from the database")]
    public async Task A_withdrawal_gets_through_although_one_instance_is(string what)
    {
        var server = new NpgsqlConnectionStringBuilder(cluster.Database.ConnectionString);
        using var wire = new TcpProxy(server.Host!, server.Port);
        using var disturbed = await cluster.StartAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = wire.Port, Timeout = 3, CommandTimeout = 3, CancellationTimeout = 1000 }.ConnectionString);
        var (purpose, notice) = await PrepareAsync();
        const string Person = "disturbed@example.org";
        await GiveAsync(cluster.Sound[0], Person, purpose, notice);
        Assert.True(await AllowsAsync(disturbed, Person, purpose));
        if (what == "killed")
            disturbed.Kill();
        else if (what == "paused")
            disturbed.Pause();
        else
            wire.Cut();

        await WithdrawAsync(cluster.Sound[0], Person, purpose).WaitAsync(Patience, TestContext.Current.CancellationToken);

        foreach (var instance in cluster.Sound)
            Assert.False(await AllowsAsync(instance, Person, purpose));
        if (what == "killed")
            return;
        if (what == "paused")
            disturbed.Resume();
        // Whether it answers at all or not: it doesn't allow.
        for (var i = 0; i < 20; i++)
        {
            using var response = await disturbed.Client.PostAsJsonAsync("/v1/decisions", Bodies.Decide(Person, purpose));
            Assert.True(what != "paused" || response.IsSuccessStatusCode);
            if (response.IsSuccessStatusCode)
                Assert.False((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("allowed").GetBoolean());
            else if (what != "paused")
                break;
        }
    }

    private async Task<(string Purpose, string Notice)> PrepareAsync()
    {
        var (purpose, notice, client) = (ConsentFixture.NewCode("p"), ConsentFixture.NewCode("n"), cluster.Sound[0].Client);
        await client.PostAsJsonAsync("/v1/purposes", Bodies.Purpose(purpose)).JsonAsync(HttpStatusCode.Created);
        await client.PostAsJsonAsync("/v1/notices", new { code = notice, title = "Privacy notice" }).JsonAsync(HttpStatusCode.Created);
        await client.PostAsJsonAsync($"/v1/notices/{notice}/versions", Bodies.Version("material", [purpose])).JsonAsync(HttpStatusCode.Created);
        return (purpose, notice);
    }

    private static Task<JsonElement> GiveAsync(Instance instance, string person, string purpose, string notice) =>
        instance.Client.PostAsJsonAsync("/v1/records", Bodies.Record(person, purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);

    private static Task<JsonElement> WithdrawAsync(Instance instance, string person, string purpose) =>
        instance.Client.PostAsJsonAsync("/v1/records", Bodies.Record(person, purpose, "withdraw")).JsonAsync(HttpStatusCode.Created);

    private static async Task<bool> AllowsAsync(Instance instance, string person, string purpose) =>
        (await instance.Client.PostAsJsonAsync("/v1/decisions", Bodies.Decide(person, purpose)).JsonAsync(HttpStatusCode.OK)).GetProperty("allowed").GetBoolean();
}
