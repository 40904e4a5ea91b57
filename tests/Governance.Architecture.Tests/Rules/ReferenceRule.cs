using System.Reflection;
using System.Xml.Linq;

namespace Governance.Architecture.Tests.Rules;

/// <summary>A service references only <c>shared/*</c>: never another service.</summary>
internal static class ReferenceRule
{
    public static IReadOnlyList<string> Check(string projectFile, string xml) =>
        [.. XDocument.Parse(xml).Descendants("ProjectReference")
            .Select(r => r.Attribute("Include")!.Value.Replace('\\', '/'))
            .Where(include => !IsShared(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(projectFile)!, include))))
            .Select(include => $"{Path.GetFileName(projectFile)} references {include}")];

    public static IReadOnlyList<string> Check(Assembly assembly)
    {
        var shared = Repository.Shared.Select(a => a.GetName().Name).ToHashSet();
        return [.. assembly.GetReferencedAssemblies().Select(r => r.Name!)
            .Where(name => name.StartsWith("Governance.", StringComparison.Ordinal) && !shared.Contains(name))
            .Select(name => $"{assembly.GetName().Name} references {name}")];
    }

    private static bool IsShared(string path) => path.StartsWith(Path.Combine(Repository.Root, "shared") + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
