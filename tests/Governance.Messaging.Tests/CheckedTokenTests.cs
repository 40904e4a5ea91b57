using System.Security.Claims;
using System.Security.Cryptography;
using Governance.ServiceDefaults.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Governance.Messaging.Tests;

/// <summary>What has passed once is not checked in full again; but what would not pass any more does not pass.</summary>
public sealed class CheckedTokenTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsaSecurityKey _key;
    private readonly SettableClock _clock = new() { Now = Start };
    private readonly Counting _full = new();
    private readonly StaticKeys _provider = new();
    private readonly CheckedTokens _tokens;

    public CheckedTokenTests()
    {
        _key = new ECDsaSecurityKey(_ecdsa) { KeyId = "k" };
        _provider.Publish(_key);
        _tokens = new CheckedTokens(_full, _clock);
    }

    public void Dispose() => _ecdsa.Dispose();

    [Fact]
    public async Task A_token_is_checked_in_full_once()
    {
        var token = Token();
        for (var i = 0; i < 5; i++)
        {
            var result = await CheckAsync(token);
            Assert.True(result.IsValid);
            Assert.Equal("shop", result.ClaimsIdentity.FindFirst("sub")?.Value);
        }
        Assert.Equal(1, _full.Checks);
    }

    [Fact]
    public async Task A_token_that_names_no_beginning_passes_again()
    {
        var token = Token(withBeginning: false);
        Assert.True((await CheckAsync(token)).IsValid);
        Assert.True((await CheckAsync(token)).IsValid);
    }

    [Fact]
    public async Task An_expired_token_is_refused_although_it_passed_before()
    {
        var token = Token();
        Assert.True((await CheckAsync(token)).IsValid);
        _clock.Now = Start.AddMinutes(10).AddSeconds(29);
        Assert.True((await CheckAsync(token)).IsValid);
        Assert.Equal(1, _full.Checks);
        _clock.Now = Start.AddMinutes(10).AddSeconds(31);
        Assert.False((await CheckAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_whose_key_is_withdrawn_is_refused_although_it_passed_before()
    {
        var token = Token();
        Assert.True((await CheckAsync(token)).IsValid);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _provider.Publish(new ECDsaSecurityKey(next) { KeyId = "k2" });
        _provider.UseLastKnownGoodConfiguration = false;
        Assert.False((await CheckAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_that_passes_only_by_the_last_good_keys_is_not_remembered()
    {
        var token = Token();
        Assert.True((await CheckAsync(token)).IsValid);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _provider.Publish(new ECDsaSecurityKey(next) { KeyId = "k2" });
        for (var i = 2; i < 5; i++)
        {
            Assert.True((await CheckAsync(token)).IsValid);
            Assert.Equal(i, _full.Checks);
        }
        _provider.UseLastKnownGoodConfiguration = false;
        Assert.False((await CheckAsync(token)).IsValid);
    }

    [Fact]
    public async Task A_token_that_differs_in_one_character_is_checked_for_itself()
    {
        var token = Token();
        Assert.True((await CheckAsync(token)).IsValid);
        foreach (var at in new[] { 5, token.Length / 2, token.Length - 10 })
            Assert.False((await CheckAsync(token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..])).IsValid);
    }

    [Fact]
    public async Task What_one_request_adds_to_its_identity_no_other_sees()
    {
        var token = Token();
        (await CheckAsync(token)).ClaimsIdentity.AddClaim(new Claim("permissions", "added:first"));
        (await CheckAsync(token)).ClaimsIdentity.AddClaim(new Claim("permissions", "added:later"));
        Assert.Empty((await CheckAsync(token)).ClaimsIdentity.FindAll(c => c.Value.StartsWith("added:", StringComparison.Ordinal)));
    }

    private string Token(bool withBeginning = true) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "issuer",
        Audience = "governance",
        NotBefore = withBeginning ? Start.AddMinutes(-1).UtcDateTime : null,
        IssuedAt = Start.UtcDateTime,
        Expires = Start.AddMinutes(10).UtcDateTime,
        Claims = new Dictionary<string, object> { ["sub"] = "shop" },
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
    });

    private Task<TokenValidationResult> CheckAsync(string token) => _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ConfigurationManager = _provider,
        ValidIssuer = "issuer",
        ValidAudience = "governance",
        ClockSkew = TimeSpan.FromSeconds(30),
        LifetimeValidator = (from, until, _, rules) => (from is null || _clock.Now >= from.Value - rules.ClockSkew) && _clock.Now < until!.Value + rules.ClockSkew,
    });

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class StaticKeys : BaseConfigurationManager
    {
        private OpenIdConnectConfiguration _current = new();

        public void Publish(SecurityKey key)
        {
            _current = new() { Issuer = "issuer" };
            _current.SigningKeys.Add(key);
        }

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => Task.FromResult<BaseConfiguration>(_current);

        public override void RequestRefresh()
        {
        }
    }

    private sealed class Counting : TokenHandler
    {
        private readonly JsonWebTokenHandler _handler = new();

        public int Checks { get; private set; }

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            Checks++;
            return _handler.ValidateTokenAsync(token, validationParameters);
        }
    }
}
