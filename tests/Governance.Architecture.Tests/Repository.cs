using System.Reflection;
using System.Runtime.CompilerServices;

namespace Governance.Architecture.Tests;

/// <summary>A service as it stands in the repository.</summary>
public sealed record ServiceProject(string Name, string ProjectFile)
{
    public Assembly Load() => Assembly.Load(Path.GetFileNameWithoutExtension(ProjectFile));

    public override string ToString() => Name;
}

/// <summary>What the rules apply to, found by looking at the folders.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    /// <summary>Folder of this test project's sources.</summary>
    public static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    public static IReadOnlyList<ServiceProject> Services { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "services")).Order(StringComparer.Ordinal)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj").Select(file => new ServiceProject(Path.GetFileName(folder), file)))];

    public static IReadOnlyList<Assembly> Shared { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "shared"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))];
}
