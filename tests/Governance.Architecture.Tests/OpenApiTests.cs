namespace Governance.Architecture.Tests;

/// <summary>The description of each API is committed beside its service, so that a change of the API shows in the review.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public void Committed_descriptions_are_those_of_the_services()
    {
        foreach (var service in ServiceHost.All.Where(s => s.OpenApi is not null))
        {
            var file = Path.Combine(Repository.Root, "services", service.Name, "openapi.json");
            if (Approval.IsAsked)
                File.WriteAllText(file, service.OpenApi);
            if (File.Exists(file))
                Assert.True(File.ReadAllText(file) == service.OpenApi, $"services/{service.Name}/openapi.json is not what the service says: {Approval.Hint}");
        }
    }
}
