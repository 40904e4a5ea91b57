using Governance.LocalStack.Servers;

namespace Governance.LocalStack.Stack;

/// <summary>PostgreSQL, RabbitMQ and every service of the repository as processes on loopback, all that they need kept in one folder.</summary>
public sealed class GovernanceStack : IAsyncDisposable
{
    private const int PostgresPort = 5440;
    private const int AmqpPort = 5680;
    private readonly StackOptions options;
    private readonly IReadOnlyList<ServiceDefinition> definitions;
    private readonly ServiceEnvironment settings;
    private readonly Dictionary<string, ServiceProcess> services = [];
    private readonly Dictionary<string, ServiceProcess> witnesses = [];

    /// <summary>Describes the stack of a folder without starting anything.</summary>
    public GovernanceStack(StackOptions options)
    {
        this.options = options;
        Folder = new RunFolder(options.Folder);
        definitions = ServiceCatalog.Discover(ServiceCatalog.FindRoot());
        settings = new ServiceEnvironment(Folder, options, definitions, Url);
        Postgres = new PostgresServer(Folder, PostgresPort + options.FixedPortOffset);
        RabbitMq = new RabbitMqServer(Folder, AmqpPort + options.FixedPortOffset);
    }

    /// <summary>The public client with which scripts sign people in.</summary>
    public const string CommandLineClient = Clients.CommandLine;

    /// <summary>Where <see cref="CommandLineClient"/> is sent back to after sign-in. Nothing listens there: the script reads the address.</summary>
    public static Uri CommandLineRedirect { get; } = new("http://127.0.0.1:7099/callback");

    public RunFolder Folder { get; }

    public PostgresServer Postgres { get; }

    public RabbitMqServer RabbitMq { get; }

    /// <summary>By folder name; filled by <see cref="StartAsync(CancellationToken)"/>.</summary>
    public IReadOnlyDictionary<string, ServiceProcess> Services => services;

    /// <summary>The witnesses of the audit log, by name; filled by <see cref="StartAsync(CancellationToken)"/>.</summary>
    public IReadOnlyDictionary<string, ServiceProcess> Witnesses => witnesses;

    public static IReadOnlyList<string> WitnessNames => Stack.Witnesses.Names;

    public IEnumerable<string> ServiceNames => definitions.Select(service => service.Name);

    /// <summary>Secret files of data stores: only the data plane is told where they are.</summary>
    public string DataStoreFolder => Folder.PrivateFolder("data-stores");

    public string MailFolder => Folder.PrivateFolder("mail");

    public string TraceFolder => Folder.PrivateFolder("traces");

    public string SetupSecret => Folder.Secrets.Password("setup-secret");

    public string DemoPassword => Folder.Secrets.PersonPassword("demo-password");

    /// <summary>Sign-in name of the demo user who has a role, for example <c>dpo</c>; all share <see cref="DemoPassword"/>.</summary>
    public static string DemoUser(string role) => role + "@demo.example";

    /// <summary>Base64.</summary>
    public string PseudonymKey => Folder.Secrets.Key("pseudonym-key");

    public static async Task<GovernanceStack> StartAsync(StackOptions options, CancellationToken ct = default)
    {
        var stack = new GovernanceStack(options);
        try
        {
            await stack.StartAsync(ct);
            return stack;
        }
        catch
        {
            await stack.StopAsync(CancellationToken.None);
            throw;
        }
    }

    public Uri Url(string service) =>
        new($"http://127.0.0.1:{Folder.Ports.Find(service) ?? throw new ArgumentException($"No service {service} was ever started in {Folder.Path}.", nameof(service))}/");

    public string ClientSecret(string clientId) => settings.ClientSecret(clientId);

    /// <summary>Connection string of a service's own database.</summary>
    public Task<string> DatabaseOfAsync(string service, CancellationToken ct = default) => Postgres.EnsureDatabaseAsync("governance_" + service, ct);

    /// <summary>Keeps a connection string in a file of mode 600; returns the secret reference (<c>file:…</c>) to register.</summary>
    public string StoreDataStoreSecret(string name, string connectionString)
    {
        var path = Path.Combine(DataStoreFolder, name);
        File.Delete(path);
        SecretStore.Write(path, connectionString);
        return "file:" + path;
    }

    /// <summary>Starts the servers where they do not run, and every service anew; returns when all are ready.</summary>
    public async Task StartAsync(CancellationToken ct = default)
    {
        Folder.Create();
        Say("starting PostgreSQL and RabbitMQ");
        await Task.WhenAll(Postgres.StartAsync(ct), RabbitMq.StartAsync(ct));
        await DescribeServicesAsync(ct);
        Say($"starting {services.Count} services: {string.Join(", ", services.Keys)}; and {witnesses.Count} witnesses of the audit log");
        foreach (var service in services.Values.Concat(witnesses.Values))
        {
            service.Start();
        }

        await Task.WhenAll(services.Values.Concat(witnesses.Values).Select(async service =>
        {
            await service.WaitUntilReadyAsync(ct);
            Say($"  {service.Name} is ready at {service.Url}");
        }));
    }

    /// <summary>Stops whatever the folder's list of processes names.</summary>
    public Task StopAsync(CancellationToken ct = default) => Shutdown.StopAsync(Folder, ct);

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task DescribeServicesAsync(CancellationToken ct)
    {
        var watching = WitnessNames.Select(name => Stack.Witnesses.Definition(ServiceCatalog.FindRoot(), name)).ToList();
        await Task.WhenAll(definitions.Concat(watching).Select(definition => Shutdown.StopServiceAsync(Folder, definition.Name, ct)));
        foreach (var definition in definitions.Concat(watching))
        {
            Folder.Ports.Settle(definition.Name, definition.FixedPort + options.FixedPortOffset);
        }

        var configuration = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";
        foreach (var definition in definitions)
        {
            var environment = settings.For(definition, await DatabaseOfAsync(definition.Name, ct), RabbitMq.Uri);
            services[definition.Name] = Process(Folder, definition, Url(definition.Name), configuration, environment);
        }

        foreach (var definition in watching)
        {
            witnesses[definition.Name] = Process(Folder, definition, Url(definition.Name), configuration, new Stack.Witnesses(Folder, Url).For(definition.Name));
        }
    }

    private static ServiceProcess Process(RunFolder folder, ServiceDefinition definition, Uri url, string configuration, Dictionary<string, string> environment) =>
        new(folder, definition.Name, url, definition.Folder, definition.FindBuild(configuration), environment);

    private void Say(string what) => options.Progress?.Invoke(what);
}
