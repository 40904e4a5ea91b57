using System.Net.Http.Headers;
using System.Security.Cryptography;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults.Health;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Governance.Testing;

/// <summary>
/// One service on real HTTP (Kestrel on a free port), with its own database and, when asked for, its own virtual host on the broker.
/// Without a broker nothing is published: what a handler put into the outbox stays there to be looked at.
/// </summary>
/// <typeparam name="TEntry">Any type of the service's assembly, for example its DbContext.</typeparam>
public class ServiceFixture<TEntry> : IAsyncLifetime
    where TEntry : class
{
    private Factory? _factory;
    private TestBroker? _broker;

    public TestIssuer Issuer { get; private set; } = null!;

    public TestDatabase Database { get; private set; } = null!;

    public Uri BaseAddress { get; private set; } = null!;

    public IServiceProvider Services => _factory!.Services;

    /// <summary>amqp URI of the fixture's virtual host.</summary>
    public string BrokerConnection => _broker?.ConnectionString ?? "amqp://nobody:nothing@127.0.0.1:1/";

    /// <summary>Override to run with a broker.</summary>
    protected virtual bool WithBroker => false;

    /// <summary>0 for a free one; a service that has to know its own address beforehand names it.</summary>
    protected virtual int Port => 0;

    /// <summary>More configuration, key → value.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> ConfigureAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>Replaces services, for example the clock.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        Database = await TestDatabase.CreateAsync();
        _broker = WithBroker ? await TestBroker.CreateAsync() : null;
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = Database.ConnectionString,
            ["ConnectionStrings:RabbitMq"] = BrokerConnection,
            ["Authentication:Authority"] = Issuer.Url,
            ["Authentication:Audience"] = TestIssuer.Audience,
            ["ServiceClient:ClientId"] = "test",
            ["ServiceClient:ClientSecret"] = "test",
            ["Pseudonym:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Encryption:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        foreach (var (key, value) in await ConfigureAsync())
            settings[key] = value;
        _factory = new Factory(settings, ConfigureServices);
        _factory.UseKestrel(Port);
        _factory.StartServer();
        BaseAddress = _factory.ClientOptions.BaseAddress;
        await Services.GetRequiredService<StartupTasks>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
    }

    /// <summary>A client whose caller holds these permissions.</summary>
    public HttpClient Client(string subject, params string[] permissions)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token(subject, permissions));
        return client;
    }

    public HttpClient Anonymous() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = BaseAddress };

    /// <summary>Types and bodies of the messages that wait in the outbox, oldest first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> OutboxAsync<TDbContext>()
        where TDbContext : DbContext
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TDbContext>().Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        if (Issuer is not null)
            await Issuer.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class Factory(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection> configure) : WebApplicationFactory<TEntry>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseEnvironment("Production");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureServices(configure);
        }
    }
}
