using Governance.Contracts;
using Governance.Testing;
using System.Net.Http.Headers;

namespace Governance.Messaging.Tests;

/// <summary>One host with database and broker for the tests of a class.</summary>
public sealed class MessagingFixture : IAsyncLifetime
{
    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal TestIssuer Issuer { get; private set; } = null!;

    internal MessagingHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Broker = await TestBroker.CreateAsync();
        Issuer = await TestIssuer.StartAsync();
        Host = await MessagingHost.StartAsync(Database, Broker.ConnectionString, Issuer.Url);
    }

    internal HttpClient Client(params string[] permissions)
    {
        var client = new HttpClient { BaseAddress = Host.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token("operator", permissions));
        return client;
    }

    internal HttpClient Operator() => Client(Permissions.MessagingRead, Permissions.MessagingReplay);

    internal Task<long> CountAsync(string table, string where = "true") => Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE {where}");

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Broker.DisposeAsync();
        await Issuer.DisposeAsync();
        await Database.DisposeAsync();
    }
}
