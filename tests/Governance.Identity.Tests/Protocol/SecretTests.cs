using System.Security.Cryptography;
using System.Text;
using Governance.Identity.Protocol;
using Governance.Identity.Security;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Tests.Protocol;

public sealed class SecretTests
{
    // RFC 7636 appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static KeyVault NewVault() => new(Options.Create(new EncryptionOptions { Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }));

    [Fact]
    public void The_example_of_the_standard_matches()
    {
        Assert.True(Pkce.IsChallenge(Challenge));
        Assert.True(Pkce.Matches(Challenge, Verifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r wW1gFWFOEjXk")]
    public void Any_other_verifier_does_not(string verifier) => Assert.False(Pkce.Matches(Challenge, verifier));

    [Fact]
    public void A_sealed_value_opens_with_the_same_key_and_purpose_only()
    {
        var vault = NewVault();
        var plain = Encoding.UTF8.GetBytes("private");
        var boxed = vault.Protect(plain, "signing-key:a");

        Assert.Equal(plain, vault.Unprotect(boxed, "signing-key:a"));
        Assert.NotEqual(boxed, vault.Protect(plain, "signing-key:a"));
        Assert.ThrowsAny<CryptographicException>(() => vault.Unprotect(boxed, "signing-key:b"));
        Assert.ThrowsAny<CryptographicException>(() => NewVault().Unprotect(boxed, "signing-key:a"));
        boxed[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => vault.Unprotect(boxed, "signing-key:a"));
    }

    [Fact]
    public void A_client_secret_is_hashed_with_salt()
    {
        var secret = OpaqueToken.Create();
        var hash = ClientSecretHash.Create(secret);

        Assert.NotEqual(hash, ClientSecretHash.Create(secret));
        Assert.True(ClientSecretHash.Verify(hash, secret));
        Assert.False(ClientSecretHash.Verify(hash, secret + "x"));
        Assert.False(ClientSecretHash.Verify(hash, ""));
    }
}
