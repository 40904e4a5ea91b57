using System.Security.Cryptography;

namespace Governance.LocalStack;

/// <summary>Random secrets, made on first use and kept in files that only their owner can read.</summary>
public sealed class SecretStore(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Folder { get; } = folder;

    /// <summary>A password of 32 letters and digits (hex of 128 random bits): safe in URIs and connection strings.</summary>
    public string Password(string name) => Get(name, () => RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>A password that satisfies the usual rules for people: upper and lower case, digits and a sign.</summary>
    public string PersonPassword(string name) => Get(name, () => $"Demo-{RandomNumberGenerator.GetHexString(12, lowercase: true)}-7");

    /// <summary>A 256-bit key, base64.</summary>
    public string Key(string name) => Get(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    private string Get(string name, Func<string> make)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Folder, OwnerOnly | UnixFileMode.UserExecute);
            Write(path, make());
        }

        return File.ReadAllText(path).Trim();
    }

    internal static void Write(string path, string content)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        using var writer = new StreamWriter(stream);
        writer.Write(content);
    }
}
