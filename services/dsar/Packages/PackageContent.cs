using Governance.Contracts.Dsar.V1;
using Governance.Contracts.Inventory.V1;
using Governance.Dsar.Consents;
using Governance.Dsar.Plans;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Packages;

/// <summary>What goes into a package.</summary>
/// <param name="Consents">Null where there is no consent service.</param>
internal sealed record PackageContent(
    AccessPackage Package, SubjectRequest Request, IReadOnlyList<PackageStore> Stores, IReadOnlyList<StoreGap> Gaps, DateTimeOffset MadeAt, ConsentCopy? Consents = null);

/// <param name="Steps">Those whose rows have been handed in.</param>
internal sealed record PackageStore(PlannedStore Store, StorePlan Plan, DataMap Map, IReadOnlyList<PlanStep> Steps)
{
    public string Folder { get; init; } = "";
}

/// <summary>A table as it stands in the package, for manifest and index.</summary>
internal sealed record PackedTable(PackageStore Store, PlanStep Step, MappedTable? Map, string File, long Rows, IReadOnlyList<string?[]> Preview);

internal static class PackageNames
{
    /// <summary>Gives each store a folder name of its own.</summary>
    public static IReadOnlyList<PackageStore> WithFolders(IEnumerable<PackageStore> stores)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. stores.Select(s => s with { Folder = Unique(Clean(s.Store.DataStoreName), taken) })];
    }

    public static string Unique(string name, HashSet<string> taken)
    {
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? name : $"{name}-{i}";
            if (taken.Add(candidate))
                return candidate;
        }
    }

    /// <summary>Names come from databases: nothing that leads out of the folder or that an operating system refuses.</summary>
    public static string Clean(string name)
    {
        var clean = string.Concat(name.Take(100).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' ? c : '_')).Trim(' ', '.');
        return clean.Length == 0 ? "_" : clean;
    }
}
