using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Governance.Dsar.Crypto;

/// <summary>Reads what <see cref="ChunkedEncryptStream"/> wrote. Gives out only bytes whose chunk was authentic; a missing end is an error.</summary>
internal sealed class ChunkedDecryptStream(Stream inner, byte[] key) : Stream
{
    private const int FullChunk = ChunkedEncryptStream.ChunkSize + ChunkedEncryptStream.TagSize;

    private readonly AesGcm aes = new(key, ChunkedEncryptStream.TagSize);
    private readonly byte[] nonce = new byte[12];

    // One byte more than a chunk: whether anything follows decides if the chunk is the last one.
    private readonly byte[] cipher = new byte[FullChunk + 1];
    private readonly byte[] plain = new byte[ChunkedEncryptStream.ChunkSize];
    private int carried;
    private int available;
    private int position;
    private uint counter;
    private bool started;
    private bool ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (position == available)
        {
            if (ended)
                return 0;
            await ReadChunkAsync(cancellationToken);
        }

        var take = Math.Min(buffer.Length, available - position);
        plain.AsMemory(position, take).CopyTo(buffer);
        position += take;
        return take;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aes.Dispose();
            inner.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private async Task ReadChunkAsync(CancellationToken ct)
    {
        if (!started)
        {
            var head = new byte[ChunkedEncryptStream.Magic.Length + ChunkedEncryptStream.PrefixSize];
            if (await inner.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length || !head.AsSpan().StartsWith(ChunkedEncryptStream.Magic))
                throw new CryptographicException("The file has no valid header.");
            head.AsSpan(ChunkedEncryptStream.Magic.Length).CopyTo(nonce);
            started = true;
        }

        var length = carried + await inner.ReadAtLeastAsync(cipher.AsMemory(carried), cipher.Length - carried, throwOnEndOfStream: false, ct);
        ended = length <= FullChunk;
        var size = Math.Min(length, FullChunk) - ChunkedEncryptStream.TagSize;
        if (size < 0)
            throw new CryptographicException("The file ends too early.");
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(ChunkedEncryptStream.PrefixSize, 4), counter);
        counter = checked(counter + 1);
        nonce[11] = ended ? (byte)1 : (byte)0;
        aes.Decrypt(nonce, cipher.AsSpan(0, size), cipher.AsSpan(size, ChunkedEncryptStream.TagSize), plain.AsSpan(0, size));
        (position, available) = (0, size);
        carried = ended ? 0 : 1;
        if (!ended)
            cipher[0] = cipher[FullChunk];
    }
}
