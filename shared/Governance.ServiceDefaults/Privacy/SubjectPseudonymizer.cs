using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.ServiceDefaults.Privacy;

/// <summary>The name by which services know a data subject: keyed HMAC of the normalised identifier.</summary>
public sealed class SubjectPseudonymizer(IOptions<PseudonymOptions> options)
{
    private readonly Lazy<byte[]> _key = new(() => options.Value.KeyBytes());

    /// <summary><c>sub_</c> and 32 base64url characters (24 bytes of HMAC-SHA256). The same in every service that holds the key.</summary>
    /// <param name="kind">Identifier kind, for example <c>email</c>.</param>
    public string Pseudonym(string kind, string identifier)
    {
        var hash = HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{kind}\n{Identifiers.Normalise(kind, identifier)}"));
        return $"sub_{Base64Url.EncodeToString(hash.AsSpan(0, 24))}";
    }
}

public sealed class PseudonymOptions
{
    /// <summary>Base64, at least 32 bytes, shared by the services that make pseudonyms. No default.</summary>
    public string Key { get; set; } = "";

    internal byte[] KeyBytes()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) && length >= 32
            ? bytes[..length]
            : throw new OptionsValidationException("Pseudonym", typeof(PseudonymOptions), ["Pseudonym:Key must be base64 of at least 32 bytes."]);
    }
}
