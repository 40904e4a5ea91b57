namespace Governance.DataPlane.Connectors;

/// <summary>Turns a secret reference (<c>env:NAME</c>, <c>file:/path</c>) into the connection string it names. Never logged.</summary>
internal static class SecretResolver
{
    private const int LongestSecret = 64 * 1024;

    public static async Task<string> ResolveAsync(string reference, CancellationToken ct)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var (scheme, name) = colon < 0 ? ("", reference) : (reference[..colon], reference[(colon + 1)..]);
        var secret = scheme switch
        {
            // Names with "__" are the service's own configuration: its database must not be registered as somebody's data store.
            "env" => name.Contains("__", StringComparison.Ordinal) ? null : Environment.GetEnvironmentVariable(name),
            "file" => await ReadAsync(name, ct),
            _ => throw new StoreException(StoreCodes.SecretUnsupported),
        };

        return string.IsNullOrWhiteSpace(secret) ? throw new StoreException(StoreCodes.SecretNotFound) : secret.Trim();
    }

    private static async Task<string?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            var file = new FileInfo(path);
            return Path.IsPathFullyQualified(path) && file.Exists && file.Length <= LongestSecret ? await File.ReadAllTextAsync(path, ct) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
