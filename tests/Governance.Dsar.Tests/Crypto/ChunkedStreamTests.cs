using System.Security.Cryptography;
using Governance.Dsar.Crypto;

namespace Governance.Dsar.Tests.Crypto;

public sealed class ChunkedStreamTests
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(200_000)]
    public async Task What_was_encrypted_is_read_back(int size)
    {
        var plain = RandomNumberGenerator.GetBytes(size);
        Assert.Equal(plain, await DecryptAsync(await EncryptAsync(plain)));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_found()
    {
        var box = await EncryptAsync(new byte[70_000]);
        foreach (var position in new[] { 0, 5, 12, 40_000, 65_560, box.Length - 1 })
        {
            var broken = (byte[])box.Clone();
            broken[position] ^= 1;
            await Assert.ThrowsAnyAsync<CryptographicException>(() => DecryptAsync(broken));
        }
    }

    [Theory]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public async Task A_file_that_was_cut_off_is_found_even_at_a_chunks_end(int size)
    {
        var box = await EncryptAsync(new byte[size]);
        foreach (var length in new[] { 3, 11, 11 + 65_552, box.Length - 1 }.Where(l => l < box.Length))
            await Assert.ThrowsAnyAsync<CryptographicException>(() => DecryptAsync(box[..length]));
    }

    [Fact]
    public async Task A_file_that_was_never_completed_is_not_valid()
    {
        using var target = new MemoryStream();
        var stream = new ChunkedEncryptStream(target, key);
        await stream.WriteAsync(new byte[150_000]);
        await Assert.ThrowsAnyAsync<CryptographicException>(() => DecryptAsync(target.ToArray()));
    }

    [Fact]
    public void A_sealed_value_opens_in_its_own_context_only()
    {
        var box = SealedBox.Seal(key, "value"u8, "here");
        Assert.Equal("value"u8.ToArray(), SealedBox.Open(key, box, "here"));
        Assert.ThrowsAny<CryptographicException>(() => SealedBox.Open(key, box, "there"));
        box[14] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => SealedBox.Open(key, box, "here"));
    }

    private async Task<byte[]> EncryptAsync(byte[] plain)
    {
        using var target = new MemoryStream();
        await using var stream = new ChunkedEncryptStream(target, key);
        for (var i = 0; i < plain.Length; i += 10_007)
            await stream.WriteAsync(plain.AsMemory(i, Math.Min(10_007, plain.Length - i)));
        await stream.CompleteAsync(default);
        Assert.Equal(plain.Length, stream.PlainBytes);
        return target.ToArray();
    }

    private async Task<byte[]> DecryptAsync(byte[] box)
    {
        await using var stream = new ChunkedDecryptStream(new MemoryStream(box), key);
        using var target = new MemoryStream();
        await stream.CopyToAsync(target);
        return target.ToArray();
    }
}
