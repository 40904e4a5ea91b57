namespace Governance.LocalStack.Stack;

/// <summary>A service as it stands in the repository.</summary>
/// <param name="Name">Folder below services/, for example <c>dataplane</c>.</param>
/// <param name="Key">Last part of the project's name, for example <c>DataPlane</c>: its key under <c>Services:</c>.</param>
/// <param name="Folder">Project folder: the working directory, where its settings and pages are.</param>
/// <param name="Assembly">Name of the built assembly, without extension.</param>
/// <param name="FixedPort">Port in ./run.</param>
internal sealed record ServiceDefinition(string Name, string Key, string Folder, string Assembly, int FixedPort)
{
    /// <summary>The built service: of this configuration when it is there, else of the other.</summary>
    public string FindBuild(string configuration) =>
        new[] { configuration, configuration == "Release" ? "Debug" : "Release" }
            .Select(each => Path.Combine(Folder, "bin", each, "net10.0", Assembly + ".dll"))
            .FirstOrDefault(File.Exists)
        ?? throw new StackException($"The service {Name} is not built.", "dotnet build Governance.sln -c Release");
}

/// <summary>Services are found by looking at services/*, so that a new one runs without being listed anywhere.</summary>
internal static class ServiceCatalog
{
    private const int FirstUnlistedPort = 7008;
    private static readonly string[] InPortOrder = ["portal", "identity", "consent", "inventory", "dsar", "dataplane", "dpia", "audit"];

    public static IReadOnlyList<ServiceDefinition> Discover(string root)
    {
        var projects = Directory.GetDirectories(Path.Combine(root, "services"))
            .Select(folder => Directory.GetFiles(folder, "*.csproj").SingleOrDefault())
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .ToArray();
        var unlisted = FirstUnlistedPort;
        return [.. projects.Select(project =>
        {
            var folder = Path.GetDirectoryName(project)!;
            var name = Path.GetFileName(folder);
            var assembly = Path.GetFileNameWithoutExtension(project);
            var position = Array.IndexOf(InPortOrder, name);
            return new ServiceDefinition(name, assembly.Split('.')[^1], folder, assembly, position >= 0 ? 7000 + position : unlisted++);
        })];
    }

    /// <summary>The repository this program was built in.</summary>
    public static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Governance.sln")))
            {
                return folder.FullName;
            }
        }

        throw new StackException("The repository was not found above this program.", "Run it from its own bin folder in the clone.");
    }
}
