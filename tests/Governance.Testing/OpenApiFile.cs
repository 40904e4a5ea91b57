using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Testing;

/// <summary>The OpenAPI document in <c>services/&lt;name&gt;/openapi.json</c>, against what the service serves. GOVERNANCE_APPROVE=1 writes it anew.</summary>
public static class OpenApiFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <exception cref="InvalidOperationException">The API has changed: look at the difference, then approve it.</exception>
    public static async Task IsAsServedAsync(HttpClient client, string service)
    {
        var path = Path.Combine(Root(), "services", service, "openapi.json");
        var served = JsonNode.Parse(await client.GetStringAsync("openapi/v1.json"))!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("GOVERNANCE_APPROVE") == "1")
            await File.WriteAllTextAsync(path, served);
        else if (!File.Exists(path) || await File.ReadAllTextAsync(path) != served)
            throw new InvalidOperationException($"services/{service}/openapi.json is not what the service serves. GOVERNANCE_APPROVE=1 ./test {service} writes it anew.");
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
    }
}
