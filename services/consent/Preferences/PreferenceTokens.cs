using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Consent.Security;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Preferences;

/// <summary>For whom a browser may read and change choices, on which site, until when.</summary>
/// <param name="Subject">Pseudonym.</param>
/// <param name="MintedBy">Client that asked for it.</param>
internal sealed record PreferenceToken(string Site, string Subject, string? Language, string MintedBy, DateTimeOffset ExpiresAt);

/// <summary>Signed subject tokens. Only this service reads them, so a keyed hash (a key of their own, derived) is enough; nothing is stored.</summary>
internal sealed class PreferenceTokens(SecretVault vault, IOptions<PreferenceOptions> options, TimeProvider clock)
{
    public const string Scheme = "Preference";

    private const int MaxLength = 2_048;
    private readonly Lazy<byte[]> _key = new(() => vault.Derive("preference-token"));

    public (string Text, DateTimeOffset ExpiresAt) Mint(string site, string subject, string? language, string mintedBy)
    {
        var token = new PreferenceToken(site, subject, language, mintedBy, clock.GetUtcNow() + options.Value.TokenLifetime);
        var payload = JsonSerializer.SerializeToUtf8Bytes(token);
        return ($"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, payload))}", token.ExpiresAt);
    }

    /// <summary>Null unless the token is ours, for this site, and not expired.</summary>
    public PreferenceToken? Read(string? authorization, string site)
    {
        const string Prefix = Scheme + " ";
        if (authorization is not { Length: <= MaxLength } || !authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = authorization[Prefix.Length..].Split('.');
        if (parts.Length != 2 || !Base64Url.IsValid(parts[0]) || !Base64Url.IsValid(parts[1]))
            return null;
        var payload = Base64Url.DecodeFromChars(parts[0]);
        if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(parts[1]), HMACSHA256.HashData(_key.Value, payload)))
            return null;
        var token = JsonSerializer.Deserialize<PreferenceToken>(payload)!;
        return token.Site == site && token.ExpiresAt > clock.GetUtcNow() ? token : null;
    }
}
