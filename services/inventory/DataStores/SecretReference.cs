using System.Text.RegularExpressions;

namespace Governance.Inventory.DataStores;

/// <summary>Where a credential is: <c>env:NAME</c>, <c>file:/absolute/path</c> or <c>k8s:namespace/secret/key</c>. Anything that could be the credential itself is refused.</summary>
internal static partial class SecretReference
{
    public const string Rule =
        "Say where the credential is, not what it is: env:NAME, file:/absolute/path or k8s:namespace/secret/key. Credentials and connection strings are not accepted.";

    public static bool IsValid(string reference) =>
        reference.Length <= 500 && (Environment().IsMatch(reference) || (File().IsMatch(reference) && !reference.Contains("/../", StringComparison.Ordinal)) || Kubernetes().IsMatch(reference));

    [GeneratedRegex(@"\Aenv:[A-Za-z_][A-Za-z0-9_]{0,199}\z")]
    private static partial Regex Environment();

    [GeneratedRegex(@"\Afile:(/[A-Za-z0-9._-]{1,100}){1,20}\z")]
    private static partial Regex File();

    [GeneratedRegex(@"\Ak8s:[a-z0-9][a-z0-9.-]{0,62}/[a-z0-9][a-z0-9.-]{0,252}/[A-Za-z0-9._-]{1,253}\z")]
    private static partial Regex Kubernetes();
}
