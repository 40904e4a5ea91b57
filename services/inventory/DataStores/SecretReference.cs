using System.Text.RegularExpressions;

namespace Governance.Inventory.DataStores;

/// <summary>Where a credential is: <c>env:NAME</c> or <c>file:/absolute/path</c> (a Kubernetes secret is mounted as either). Anything that could be the credential itself is refused.</summary>
internal static partial class SecretReference
{
    public const string Rule =
        "Say where the credential is, not what it is: env:NAME or file:/absolute/path (a Kubernetes secret is mounted as either). Credentials and connection strings are not accepted.";

    public static bool IsValid(string reference) =>
        reference.Length <= 500 && (Environment().IsMatch(reference) || (File().IsMatch(reference) && !reference.Contains("/../", StringComparison.Ordinal)));

    [GeneratedRegex(@"\Aenv:(?!.*__)[A-Za-z_][A-Za-z0-9_]{0,199}\z")]
    private static partial Regex Environment();

    [GeneratedRegex(@"\Afile:(/[A-Za-z0-9._-]{1,100}){1,20}\z")]
    private static partial Regex File();
}
