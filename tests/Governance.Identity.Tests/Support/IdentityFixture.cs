using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Contracts;
using Governance.Identity.Data;
using Governance.Identity.Tests.Support;
using Governance.Identity.Users;
using Governance.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace Governance.Identity.Tests.Support;

/// <summary>The identity service on its own issuer address, with demo users and a few clients.</summary>
public class IdentityFixture : ServiceFixture<Program>
{
    public const string RedirectUri = "http://127.0.0.1:9/callback";
    public const string SignedOutUri = "http://127.0.0.1:9/signed-out";
    public const string PublicClient = "portal";
    public const string WebClient = "web-app";
    public const string MachineClient = "shop-team";
    public const string OperatorClient = "operator";

    private readonly int _port = FreePort();
    private readonly Dictionary<string, string> _secrets = [];

    protected override int Port => _port;

    internal ShiftedClock Clock { get; } = new();

    public string IssuerUrl => $"http://127.0.0.1:{_port}";

    public string DemoPassword { get; } = Random();

    public string SetupSecret { get; } = Random();

    public static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public string SecretOf(string client) => _secrets.TryGetValue(client, out var secret) ? secret : _secrets[client] = Random();

    protected override Task<IReadOnlyDictionary<string, string>> ConfigureAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(Settings());

    internal Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Identity:Issuer"] = IssuerUrl,
            ["Authentication:Authority"] = IssuerUrl,
            ["Setup:Secret"] = SetupSecret,
            ["Demo:Enabled"] = "true",
            ["Demo:UserPassword"] = DemoPassword,
            ["RateLimits:SignInPerMinute"] = "10000",
            ["RateLimits:TokenPerMinute"] = "10000",
            ["RateLimits:SetupPerMinute"] = "10000",
            ["Clients:Seed:0:Id"] = PublicClient,
            ["Clients:Seed:0:Name"] = "Portal",
            ["Clients:Seed:0:RedirectUris:0"] = RedirectUri,
            ["Clients:Seed:0:PostLogoutRedirectUris:0"] = SignedOutUri,
            ["Clients:Seed:1:Id"] = WebClient,
            ["Clients:Seed:1:Secret"] = SecretOf(WebClient),
            ["Clients:Seed:1:RedirectUris:0"] = RedirectUri,
            ["Clients:Seed:2:Id"] = MachineClient,
            ["Clients:Seed:2:Secret"] = SecretOf(MachineClient),
            ["Clients:Seed:2:Permissions:0"] = Permissions.DsarOpen,
            ["Clients:Seed:3:Id"] = OperatorClient,
            ["Clients:Seed:3:Secret"] = SecretOf(OperatorClient),
        };
        foreach (var (i, permission) in Permissions.All.Index())
            settings[$"Clients:Seed:3:Permissions:{i}"] = permission;
        Customise(settings);
        return settings;
    }

    protected virtual void Customise(IDictionary<string, string> settings)
    {
    }

    protected override void ConfigureServices(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));

    public Browser NewBrowser() => new(this);

    /// <summary>Posts to the token endpoint.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(params (string Name, string Value)[] form)
    {
        using var client = Anonymous();
        using var response = await client.PostAsync("/connect/token", Form(form));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] form) => new(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    public async Task<string> ClientTokenAsync(string client)
    {
        var (_, body) = await TokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", SecretOf(client)));
        return body.GetProperty("access_token").GetString()!;
    }

    /// <summary>Calls the admin API with every permission.</summary>
    public async Task<HttpClient> OperatorAsync() => Bearer(await ClientTokenAsync(OperatorClient));

    public HttpClient Bearer(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A user with a password of their own choice already.</summary>
    public async Task<TestUser> NewUserAsync(params string[] roles)
    {
        var user = new TestUser($"{Random()[..12]}@people.example", Random(), Guid.Empty);
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var (added, errors) = await scope.ServiceProvider.GetRequiredService<UserAccounts>()
            .AddAsync(new NewUser(user.Email, "Test Person", user.Password, roles), Actor.Service("test"), CancellationToken.None);
        Assert.Empty(errors);
        await db.SaveChangesAsync();
        return user with { Id = added!.Id };
    }

    /// <summary>Full names without namespace of the events about one object, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAboutAsync(object id)
    {
        await using var scope = Services.CreateAsyncScope();
        var messages = await scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>()
            .Set<Messaging.Outbox.OutboxMessage>().AsNoTracking().OrderBy(m => m.Id).ToListAsync();
        return [.. messages.Where(m => m.Body.Contains(id.ToString()!, StringComparison.Ordinal)).Select(m => m.MessageType[(m.MessageType.LastIndexOf('.') + 1)..])];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed record TestUser(string Email, string Password, Guid Id);

/// <summary>Real time, moved.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
