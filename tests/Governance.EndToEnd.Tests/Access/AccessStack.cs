using System.Buffers.Text;
using System.Text.Json;
using Governance.Demo.Client;
using Governance.LocalStack.Stack;
using Governance.ServiceDefaults.Http;
using Governance.Testing;

namespace Governance.EndToEnd.Tests.Access;

/// <summary>A person or machine, its real access token, and the permissions that the identity service says it has.</summary>
internal sealed record Caller(string Name, string Token, IReadOnlySet<string> Permissions)
{
    public static JsonElement Claims(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
}

/// <summary>Every service of the repository as a process, with a user of each role and every machine client signed in.</summary>
public sealed class AccessStack : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("governance-access-").FullName;
    private GovernanceStack _stack = null!;

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    internal IReadOnlyList<Operation> Operations { get; private set; } = [];

    internal IReadOnlyList<Caller> Callers { get; private set; } = [];

    internal IReadOnlyList<string> Services { get; private set; } = [];

    internal string Issuer => _stack.Url("identity").AbsoluteUri.TrimEnd('/');

    /// <summary>Issued by the identity service, for another audience.</summary>
    internal string TokenForAnotherAudience { get; private set; } = null!;

    /// <summary>Issued by the identity service, with a lifetime of one second.</summary>
    internal string ShortToken { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_001_001);
        _stack = await GovernanceStack.StartAsync(new StackOptions(Path.Combine(_folder, "run")));
        Services = [.. _stack.ServiceNames];
        ShortToken = await WithIdentityAsync("Identity__AccessTokenLifetime", "00:00:01");
        TokenForAnotherAudience = await WithIdentityAsync("Authentication__Audience", "another-audience");
        _stack.Services["identity"].Environment["Identity__AccessTokenLifetime"] = "01:00:00";
        await _stack.Services["identity"].RestartAsync();

        var operations = await Task.WhenAll(Services.Select(name => Operation.ReadAsync(Http, name, _stack.Url(name))));
        Operations = [.. operations.SelectMany(o => o)];
        Callers = [.. await PeopleAsync(), .. await MachinesAsync()];
        await TrustAsync();
    }

    /// <summary>Services read the provider's keys when they see the first token; a restart of identity may have come in between.</summary>
    private async Task TrustAsync()
    {
        foreach (var operation in Operations.Where(o => o.Permissions.Count > 0 && o.Method == HttpMethod.Get).DistinctBy(o => o.Service))
        {
            var token = Callers.First(c => operation.Permissions.All(c.Permissions.Contains)).Token;
            await Eventually.TrueAsync(
                async () =>
                {
                    using var request = operation.Request(token);
                    using var response = await Http.SendAsync(request);
                    return response.StatusCode != System.Net.HttpStatusCode.Unauthorized;
                },
                $"{operation.Name} trusts identity's tokens");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _stack.DisposeAsync();
        _stack.Folder.Delete();
        Directory.Delete(_folder, recursive: true);
    }

    private OidcLogin Login => new(Http, _stack.Url("identity"));

    /// <summary>A token of the product team from an identity service that runs with another setting for a moment.</summary>
    private async Task<string> WithIdentityAsync(string setting, string value)
    {
        var identity = _stack.Services["identity"];
        var usual = identity.Environment.TryGetValue(setting, out var before) ? before : null;
        identity.Environment[setting] = value;
        await identity.RestartAsync();
        var token = await Login.AsClientAsync("shop-team", _stack.ClientSecret("shop-team"));
        if (usual is null)
            identity.Environment.Remove(setting);
        else
            identity.Environment[setting] = usual;
        return token;
    }

    private async Task<IReadOnlyList<Caller>> PeopleAsync()
    {
        var admin = await SignInAsync("admin");
        var roles = await ListAsync("v1/roles", admin);
        var callers = new List<Caller>();
        foreach (var role in roles)
        {
            var name = role.GetProperty("name").GetString()!;
            callers.Add(new Caller(name, name == "admin" ? admin : await SignInAsync(name), PermissionsOf(role)));
        }
        return callers;
    }

    private async Task<IReadOnlyList<Caller>> MachinesAsync()
    {
        var admin = await SignInAsync("admin");
        var callers = new List<Caller>();
        foreach (var id in Services.Where(s => s is not ("identity" or "portal")).Append("shop-team"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_stack.Url("identity"), $"v1/clients/{id}"));
            request.Headers.Authorization = new("Bearer", admin);
            using var response = await Http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            using var client = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            callers.Add(new Caller(id, await Login.AsClientAsync(id, _stack.ClientSecret(id)), PermissionsOf(client.RootElement)));
        }
        return callers;
    }

    private Task<string> SignInAsync(string role) =>
        Login.AsUserAsync(GovernanceStack.CommandLineClient, GovernanceStack.CommandLineRedirect, GovernanceStack.DemoUser(role), _stack.DemoPassword);

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_stack.Url("identity"), $"{path}?limit={Paging.MaxLimit}"));
        request.Headers.Authorization = new("Bearer", token);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("items").EnumerateArray()];
    }

    private static HashSet<string> PermissionsOf(JsonElement element) => [.. element.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()!)];
}

/// <summary>One stack for both test classes; no other test beside it, two cores are few.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AccessCollection : ICollectionFixture<AccessStack>
{
    public const string Name = "access";
}
