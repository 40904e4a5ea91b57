using Governance.LocalStack.Stack;

namespace Governance.LocalStack.Tests;

public sealed class ServiceEnvironmentTests
{
    private static readonly IReadOnlyList<ServiceDefinition> Services = ServiceCatalog.Discover(ServiceCatalog.FindRoot());

    [Fact]
    public void Services_are_found_by_looking_at_the_repository()
    {
        var folders = Directory.GetDirectories(Path.Combine(ServiceCatalog.FindRoot(), "services")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0);

        Assert.Equal(folders.Select(Path.GetFileName).Order(), Services.Select(service => service.Name).Order());
        Assert.Equal(Services.Count, Services.Select(service => service.FixedPort).Distinct().Count());
        Assert.Equal(7001, Services.Single(service => service.Name == "identity").FixedPort);
        Assert.Equal("DataPlane", Services.Single(service => service.Name == "dataplane").Key);
    }

    [Fact]
    public void Only_the_data_plane_gets_the_secrets_of_data_stores()
    {
        using var folder = new TemporaryFolder();

        foreach (var service in Services)
        {
            var knows = EnvironmentOf(service, folder, new() { ["DEMO_SHOP"] = "Host=shop" }).ContainsKey("DEMO_SHOP");
            Assert.Equal(service.Name == "dataplane", knows);
        }
    }

    [Fact]
    public void No_secret_is_shared_between_services_but_the_pseudonym_key_and_the_broker()
    {
        using var folder = new TemporaryFolder();

        var owners = Services
            .SelectMany(service => EnvironmentOf(service, folder, []).Where(entry => entry.Key is "Encryption__Key" or "ServiceClient__ClientSecret"), (service, entry) => (service.Name, entry.Value))
            .GroupBy(entry => entry.Value);

        Assert.All(owners, owner => Assert.Single(owner));
    }

    [Fact]
    public void Identity_knows_every_service_client_by_the_secret_that_the_service_has()
    {
        using var folder = new TemporaryFolder();
        var identity = EnvironmentOf(Services.Single(service => service.Name == "identity"), folder, []);

        foreach (var service in Services.Where(service => service.Name != "identity"))
        {
            var own = EnvironmentOf(service, folder, []);
            var entry = Assert.Single(identity, setting => setting.Key.EndsWith("__Id", StringComparison.Ordinal) && setting.Value == own["ServiceClient__ClientId"]).Key[..^"Id".Length];
            Assert.Equal(own["ServiceClient__ClientSecret"], identity[entry + "Secret"]);
        }
    }

    [Fact]
    public void Only_the_data_plane_may_read_the_identifiers_of_a_request()
    {
        var holders = Clients.All(Services, new Uri("http://127.0.0.1:7000/")).Where(client => client.Permissions.Contains(Contracts.Permissions.DsarFulfil));

        Assert.Equal("dataplane", Assert.Single(holders).Id);
    }

    [Fact]
    public void Demo_users_exist_in_demo_mode_only()
    {
        using var folder = new TemporaryFolder();
        var identity = Services.Single(service => service.Name == "identity");

        Assert.Equal("true", EnvironmentOf(identity, folder, [])["Demo__Enabled"]);
        Assert.DoesNotContain(EnvironmentOf(identity, folder, [], demoMode: false).Keys, key => key.StartsWith("Demo__", StringComparison.Ordinal));
    }

    [Fact]
    public void The_log_and_each_witness_have_a_key_of_their_own_and_know_each_other_by_the_public_half()
    {
        using var folder = new TemporaryFolder();
        var log = EnvironmentOf(Services.Single(service => service.Name == "audit"), folder, []);
        var witnesses = Witnesses.Names.Select(name => new Witnesses(folder.Run, _ => new Uri("http://127.0.0.1:1/")).For(name)).ToList();

        Assert.Equal(1 + witnesses.Count, witnesses.Select(w => w["Witness__Key"]).Append(log["Checkpoints__Keys__0__Secret"]).Select(r => File.ReadAllText(r["file:".Length..])).Distinct().Count());
        Assert.Equal(witnesses.Count, witnesses.Select(w => w["Witness__Folder"]).Append(log["Checkpoints__Folder"]).Distinct().Count() - 1);
        foreach (var (index, witness) in witnesses.Index())
        {
            Assert.StartsWith(witness["Witness__Name"] + "+", log[$"Checkpoints__Witnesses__{index}__VerifierKey"], StringComparison.Ordinal);
            Assert.StartsWith(log["Checkpoints__Origin"] + "+", witness["Witness__Logs__0__VerifierKeys__0"], StringComparison.Ordinal);
            Assert.DoesNotContain(witness.Keys, key => key.StartsWith("ConnectionStrings", StringComparison.Ordinal));
        }
    }

    private static Dictionary<string, string> EnvironmentOf(ServiceDefinition service, TemporaryFolder folder, Dictionary<string, string> dataStores, bool demoMode = true)
    {
        var options = new StackOptions(folder.Run.Path) { DataStores = dataStores, DemoMode = demoMode };
        var settings = new ServiceEnvironment(folder.Run, options, Services, name => new Uri($"http://127.0.0.1:{Services.SingleOrDefault(s => s.Name == name)?.FixedPort ?? Witnesses.FirstPort}/"));
        return settings.For(service, "Host=database", "amqp://broker/");
    }
}
