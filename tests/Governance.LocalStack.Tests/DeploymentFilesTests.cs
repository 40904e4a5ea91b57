using System.Globalization;
using System.Text.RegularExpressions;
using Governance.LocalStack.Processes;
using Governance.LocalStack.Stack;
using Governance.Notes;

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

        foreach (var client in Clients.All(ServiceCatalog.Discover(Root), new Uri("http://127.0.0.1:7000/")))
        {
            Assert.Equal(client.Permissions, declared[client.Id]);
        }
    }

    [Fact]
    public void No_secret_stands_in_a_deployment_file()
    {
        var compose = File.ReadAllText(Path.Combine(Root, "docker-compose.yml"));

        Assert.All(SecretSettings().Matches(compose), setting => Assert.Matches(@"^(\$\{|env:[A-Z_]+$)", setting.Groups["value"].Value));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(Root, "deploy", "k8s")), file => File.ReadAllText(file).Contains("kind: Secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compose_makes_the_keys_of_the_log_and_its_witnesses_and_tells_each_the_public_halves()
    {
        using var folder = new TemporaryFolder();
        var copy = Path.Combine(folder.Run.Path, "clone");
        Directory.CreateDirectory(Path.Combine(copy, "deploy", "compose"));
        Directory.CreateDirectory(Path.Combine(copy, "services", "audit"));
        await File.WriteAllTextAsync(Path.Combine(copy, "services", "audit", "Some.csproj"), "", TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(Root, "deploy", "compose", "secrets.sh"), Path.Combine(copy, "deploy", "compose", "secrets.sh"));
        var (failed, output) = await Launcher.RunAsync("bash", [Path.Combine(copy, "deploy", "compose", "secrets.sh")], ct: TestContext.Current.CancellationToken);
        Assert.True(failed == 0, output);
        var made = File.ReadLines(Path.Combine(copy, ".env")).Select(line => line.Split('=', 2)).ToDictionary(line => line[0], line => line[1]);

        foreach (var (name, keyName, type) in new[] { ("CHECKPOINT", "audit.compose.example/log", SignatureType.Ed25519), ("WITNESS_1", "compose.example/witness-1", SignatureType.Cosignature), ("WITNESS_2", "compose.example/witness-2", SignatureType.Cosignature) })
        {
            Assert.Equal(new VerifierKey(keyName, type, Ed25519.PublicKey(Convert.FromBase64String(made[name + "_KEY"]))).ToString(), made[name + "_VERIFIER"]);
            Assert.Contains($": {keyName}\n", await File.ReadAllTextAsync(Path.Combine(Root, "docker-compose.yml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"Clients__Seed__(?<number>\d+)__(?<name>\w+): (?<value>\S+)")]
    private static partial Regex SeedSettings();

    [GeneratedRegex(@"(?:SECRET|PASSWORD|Secret|Password|Key|_PASS|DATABASE_[A-Z]+)(?:: |=)(?<value>[^;\s]+)")]
    private static partial Regex SecretSettings();
}
