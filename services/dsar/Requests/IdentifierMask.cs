using Governance.ServiceDefaults.Privacy;

namespace Governance.Dsar.Requests;

/// <summary>Enough of an identifier for a colleague to tell requests apart, too little to use it.</summary>
internal static class IdentifierMask
{
    public static string Of(string kind, string value)
    {
        if (kind == Identifiers.Email && value.Split('@') is [{ Length: > 0 } local, { Length: > 0 } domain])
            return $"{local[0]}***@{domain[0]}***{domain[Math.Max(0, domain.LastIndexOf('.'))..].TrimStart(domain[0])}";
        return value.Length > 4 ? $"***{value[^2..]}" : "***";
    }
}
