namespace Governance.Notes;

/// <summary>Where a private key is kept: <c>env:NAME</c> or <c>file:/path</c>, holding its 32-byte seed in base64.</summary>
public static class KeyReference
{
    /// <exception cref="KeyReferenceException">The reference leads to no key. Says the reference, never what it holds.</exception>
    public static byte[] ReadSeed(string reference)
    {
        var text = reference.Split(':', 2) switch
        {
            ["env", { Length: > 0 } name] => Environment.GetEnvironmentVariable(name),
            ["file", { Length: > 0 } path] => ReadFile(path),
            _ => throw new KeyReferenceException("A signing key is named by env:NAME or file:/path."),
        };
        return text is not null && StrictBase64.Decode(text.Trim()) is { Length: Ed25519.SeedLength } seed
            ? seed
            : throw new KeyReferenceException($"There is no signing key (32 bytes in base64) at {reference}.");
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

public sealed class KeyReferenceException(string message) : Exception(message);
