using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Governance.ServiceDefaults.Authorization;

/// <summary>
/// Remembers which tokens have passed the full check, because a signature costs more than most requests. What is remembered is good
/// for as long as the full check would say the same: within the token's own times, and under the very set of keys, as fetched from
/// the provider, that holds the key it was signed with. Only tokens that passed are kept, so nobody without one can fill the memory.
/// </summary>
internal sealed class CheckedTokens(TokenHandler full, TimeProvider clock) : TokenHandler
{
    public const int MaxTokens = 10_000;

    private readonly ConcurrentDictionary<Fingerprint, Passed> _passed = new();

    public override SecurityToken ReadToken(string token) => full.ReadToken(token);

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) => full.ValidateTokenAsync(token, validationParameters);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        // Without the provider's key set at hand there is nothing that would tell when a key is withdrawn.
        if (validationParameters.ConfigurationManager is not { } provider || await KeysAsync(provider) is not { } keys)
            return await full.ValidateTokenAsync(token, validationParameters);
        var fingerprint = Fingerprint.Of(token);
        if (_passed.TryGetValue(fingerprint, out var passed))
        {
            if (ReferenceEquals(passed.Keys, keys) && IsInForce(passed.Result.SecurityToken, validationParameters.ClockSkew))
                return passed.Answer();
            _passed.TryRemove(fingerprint, out _);
        }
        var result = await full.ValidateTokenAsync(token, validationParameters);
        if (result is not { IsValid: true, SecurityToken: JsonWebToken { SigningKey: { } key } } || !keys.SigningKeys.Contains(key))
            return result;
        passed = new(result, keys);
        Keep(fingerprint, passed);
        return passed.Answer();
    }

    private void Keep(Fingerprint fingerprint, Passed passed)
    {
        if (_passed.Count >= MaxTokens)
            _passed.Clear();
        _passed[fingerprint] = passed;
    }

    private bool IsInForce(SecurityToken token, TimeSpan skew)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // A token that names no beginning has the smallest time there is: nothing can be taken from it.
        return now - skew < token.ValidTo && now + skew >= token.ValidFrom;
    }

    /// <summary>Null when the provider can't be reached: the full check then says so in its own words.</summary>
    private static async Task<BaseConfiguration?> KeysAsync(BaseConfigurationManager provider)
    {
        try
        {
            return await provider.GetBaseConfigurationAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <param name="Keys">The key set as it was when the token was checked.</param>
    private sealed record Passed(TokenValidationResult Result, BaseConfiguration Keys)
    {
        /// <summary>The identity is a copy: what one request adds to it, no other sees.</summary>
        public TokenValidationResult Answer() => new() { IsValid = true, ClaimsIdentity = Result.ClaimsIdentity.Clone(), SecurityToken = Result.SecurityToken, Issuer = Result.Issuer, TokenType = Result.TokenType };
    }

    /// <summary>SHA-256 of the token.</summary>
    private readonly record struct Fingerprint(UInt128 High, UInt128 Low)
    {
        public static Fingerprint Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
