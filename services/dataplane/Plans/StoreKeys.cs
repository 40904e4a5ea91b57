using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.DataPlane.Plans;

internal sealed class MaskingKeyOptions : IValidatableObject
{
    public const string Section = "Pseudonym";
    private const int ShortestKey = 32;

    /// <summary>Base64, at least 32 bytes.</summary>
    public string Key { get; set; } = "";

    public byte[] Bytes()
    {
        var bytes = new byte[Key.Length];
        return Convert.TryFromBase64String(Key, bytes, out var length) ? bytes[..length] : [];
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Bytes().Length < ShortestKey)
        {
            yield return new ValidationResult("Pseudonym:Key must be base64 of at least 32 bytes.", [nameof(Key)]);
        }
    }
}

/// <summary>A key of its own for each data store, so that pseudonyms of different stores can't be joined.</summary>
internal sealed class StoreKeys(IOptions<MaskingKeyOptions> options)
{
    public byte[] For(Guid dataStoreId) => HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Value.Bytes(), 32, info: Encoding.UTF8.GetBytes($"governance.dataplane.masking:{dataStoreId:N}"));
}
