using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Governance.Contracts;

namespace Governance.Consent.Tests.Receipts;

/// <summary>Rotation changes what every receipt is signed with, so it has a service of its own.</summary>
public sealed class ReceiptKeyTests(ReceiptKeyTests.Fixture fixture) : IClassFixture<ReceiptKeyTests.Fixture>
{
    public sealed class Fixture : ConsentFixture;

    [Fact]
    public async Task Keys_rotate_with_overlap_and_a_compromised_one_vouches_for_nothing_more()
    {
        var first = await ReceiptAsync();

        // Announced, but not signing yet: who has a copy of the key set gets to know it first.
        var announced = await RotateAsync(compromised: false);
        Assert.Equal(2, (await PublishedAsync()).Count);
        Assert.NotEqual(announced, KeyOf(await ReceiptAsync()));

        fixture.Clock.Advance(TimeSpan.FromDays(2));
        var second = await ReceiptAsync();
        Assert.Equal(announced, KeyOf(second));
        Assert.True((await VerifyAsync(first)).GetProperty("valid").GetBoolean());
        Assert.Contains(KeyOf(first), await PublishedAsync());

        var replacement = await RotateAsync(compromised: true);
        Assert.Equal([replacement], await PublishedAsync());
        Assert.Equal("keyWithdrawn", (await VerifyAsync(first)).GetProperty("reason").GetString());
        Assert.Equal("keyWithdrawn", (await VerifyAsync(second)).GetProperty("reason").GetString());
        Assert.True((await VerifyAsync(await ReceiptAsync())).GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task A_key_that_another_instance_has_withdrawn_vouches_for_nothing_from_then_on()
    {
        var receipt = await ReceiptAsync();
        Assert.True((await VerifyAsync(receipt)).GetProperty("valid").GetBoolean());
        Assert.Contains(KeyOf(receipt), await PublishedAsync());
        // Another instance does nothing else.
        await fixture.Database.ExecuteAsync($"UPDATE receipt_keys SET withdrawn_at = now() WHERE id = '{KeyOf(receipt)}'");
        try
        {
            Assert.Equal("keyWithdrawn", (await VerifyAsync(receipt)).GetProperty("reason").GetString());
            Assert.DoesNotContain(KeyOf(receipt), await PublishedAsync());
        }
        finally
        {
            await fixture.Database.ExecuteAsync($"UPDATE receipt_keys SET withdrawn_at = NULL WHERE id = '{KeyOf(receipt)}'");
        }
    }

    [Fact]
    public async Task Rotating_asks_for_its_permission()
    {
        using var refused = await fixture.Client("dpo", Permissions.ConsentRead, Permissions.PurposesWrite).PostAsJsonAsync("/v1/receipt-keys/rotation", new { compromised = true });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private async Task<string> RotateAsync(bool compromised) =>
        (await fixture.Client("admin", Permissions.KeysRotate).PostAsJsonAsync("/v1/receipt-keys/rotation", new { compromised }).JsonAsync(HttpStatusCode.OK)).GetProperty("id").GetString()!;

    private async Task<List<string>> PublishedAsync() =>
        [.. (await fixture.Anonymous().GetAsync("/.well-known/jwks.json").JsonAsync(HttpStatusCode.OK)).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];

    private static string KeyOf(string receipt) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(receipt.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;

    private async Task<string> ReceiptAsync()
    {
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var record = await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record("k@example.org", purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
        return (await fixture.Team().GetAsync($"/v1/records/{record.GetProperty("id").GetString()}/receipt").JsonAsync(HttpStatusCode.OK)).GetProperty("receipt").GetString()!;
    }

    private Task<JsonElement> VerifyAsync(string receipt) =>
        fixture.Anonymous().PostAsJsonAsync("/v1/public/receipts/verification", new { receipt }).JsonAsync(HttpStatusCode.OK);
}

/// <summary>The signing key lies in a file that the configuration only points at.</summary>
public sealed class ReferencedKeyTests(ReferencedKeyTests.Fixture fixture) : IClassFixture<ReferencedKeyTests.Fixture>
{
    public sealed class Fixture : ConsentFixture
    {
        private readonly string _file = Path.Combine(Path.GetTempPath(), $"receipt-key-{Guid.NewGuid():n}.pem");

        public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        protected override async Task<IReadOnlyDictionary<string, string>> ConfigureAsync()
        {
            await File.WriteAllTextAsync(_file, Key.ExportPkcs8PrivateKeyPem());
            return new Dictionary<string, string> { ["Receipts:SigningKey"] = $"file:{_file}" };
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            File.Delete(_file);
            Key.Dispose();
        }
    }

    [Fact]
    public async Task A_referenced_key_signs_is_published_and_its_private_half_is_not_stored()
    {
        var purpose = await fixture.PurposeAsync();
        var notice = await fixture.NoticeAsync(purpose);
        var record = await fixture.Team().PostAsJsonAsync("/v1/records", Bodies.Record("r@example.org", purpose, "give", notice)).JsonAsync(HttpStatusCode.Created);
        var receipt = (await fixture.Team().GetAsync($"/v1/records/{record.GetProperty("id").GetString()}/receipt").JsonAsync(HttpStatusCode.OK)).GetProperty("receipt").GetString()!;
        var parts = receipt.Split('.');

        Assert.True(fixture.Key.VerifyData(System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var admin = fixture.Client("admin", Permissions.KeysRotate);
        var key = Assert.Single((await admin.GetAsync("/v1/receipt-keys").JsonAsync(HttpStatusCode.OK)).EnumerateArray());
        Assert.False(key.GetProperty("heldHere").GetBoolean());
        await admin.PostAsJsonAsync("/v1/receipt-keys/rotation", new { compromised = false }).IsProblemAsync(HttpStatusCode.Conflict, "key-held-elsewhere");
    }
}
