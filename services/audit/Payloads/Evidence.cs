using Governance.Contracts.Audit.V1;

namespace Governance.Audit.Payloads;

/// <summary>
/// Events that say which payloads are gone, and why. Only this service writes them, together with the deletion itself:
/// from the bus they are refused.
/// </summary>
internal static class Evidence
{
    private static readonly HashSet<string> Types = [TypeName(typeof(PayloadsErased)), TypeName(typeof(PayloadsDropped))];

    public static bool IsType(string eventType) => Types.Contains(eventType);

    /// <summary>As the bus names types.</summary>
    public static string TypeName(Type type) => $"{type.Namespace}:{type.Name}";
}
