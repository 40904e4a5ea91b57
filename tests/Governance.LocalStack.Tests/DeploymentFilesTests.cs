using System.Globalization;
using System.Text.RegularExpressions;
using Governance.LocalStack.Stack;

namespace Governance.LocalStack.Tests;

/// <summary>The files for containers and clusters name every service, so that a new one is not forgotten there.</summary>
public sealed partial class DeploymentFilesTests
{
    private static readonly string Root = ServiceCatalog.FindRoot();

    public static TheoryData<string> Services => [.. ServiceCatalog.Discover(Root).Select(service => service.Name)];

    [Theory, MemberData(nameof(Services))]
    public void Compose_starts_the_service_on_the_port_of_run_with_a_database_of_its_own(string name)
    {
        var service = ServiceCatalog.Discover(Root).Single(each => each.Name == name);
        var compose = File.ReadAllText(Path.Combine(Root, "docker-compose.yml"));

        Assert.Contains($"args: {{ SERVICE: {name} }}", compose, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"ASPNETCORE_URLS: http://+:{service.FixedPort}"), compose, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Services__{service.Key}: http://127.0.0.1:{service.FixedPort}"), compose, StringComparison.Ordinal);
        Assert.Contains($"DATABASE_{name.ToUpperInvariant()}: ${{DATABASE_{name.ToUpperInvariant()}}}", compose, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Services))]
    public void The_cluster_runs_the_service_without_root_behind_probes_and_a_network_policy(string name)
    {
        var folder = Path.Combine(Root, "deploy", "k8s");
        var manifest = File.ReadAllText(Path.Combine(folder, name + ".yaml"));

        Assert.Contains($"  - {name}.yaml", File.ReadAllText(Path.Combine(folder, "kustomization.yaml")), StringComparison.Ordinal);
        string[] expected = ["kind: Service\n", "kind: Deployment\n", "kind: NetworkPolicy\n", "/health/ready", "/health/live", "runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]", "limits:"];
        Assert.All(expected, text => Assert.Contains(text, manifest, StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_gives_every_client_the_permissions_it_has_in_run()
    {
        var settings = SeedSettings().Matches(File.ReadAllText(Path.Combine(Root, "docker-compose.yml")))
            .ToLookup(match => match.Groups["number"].Value, match => (Name: match.Groups["name"].Value, Value: match.Groups["value"].Value));
        var declared = settings.ToDictionary(
            client => client.Single(setting => setting.Name == "Id").Value,
            client => client.Where(setting => setting.Name.StartsWith("Permissions", StringComparison.Ordinal)).Select(setting => setting.Value));

        foreach (var client in Clients.All(ServiceCatalog.Discover(Root), GovernanceStack.PortalAddress))
        {
            Assert.Equal(client.Permissions, declared[client.Id]);
        }
    }

    [Fact]
    public void No_secret_stands_in_a_deployment_file()
    {
        var compose = File.ReadAllText(Path.Combine(Root, "docker-compose.yml"));

        Assert.All(SecretSettings().Matches(compose), setting => Assert.StartsWith("${", setting.Groups["value"].Value, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(Root, "deploy", "k8s")), file => File.ReadAllText(file).Contains("kind: Secret", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"Clients__Seed__(?<number>\d+)__(?<name>\w+): (?<value>\S+)")]
    private static partial Regex SeedSettings();

    [GeneratedRegex(@"(?:SECRET|PASSWORD|Secret|Password|Key|_PASS|DATABASE_[A-Z]+)(?:: |=)(?<value>[^;\s]+)")]
    private static partial Regex SecretSettings();
}
