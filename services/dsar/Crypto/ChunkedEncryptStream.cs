using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Governance.Dsar.Crypto;

/// <summary>
/// Encrypts a stream of any length in 64 KiB chunks with AES-256-GCM. Header: "GVC1", 7 random bytes. Each chunk's nonce is the random
/// bytes, a counter and a flag that marks the last chunk, so chunks can't be reordered, repeated, or cut off at the end unnoticed.
/// <see cref="CompleteAsync"/> writes the last chunk; without it the file is not valid.
/// </summary>
internal sealed class ChunkedEncryptStream : Stream
{
    internal const int ChunkSize = 64 * 1024;
    internal const int TagSize = 16;
    internal const int PrefixSize = 7;
    internal static readonly byte[] Magic = "GVC1"u8.ToArray();

    private readonly Stream inner;
    private readonly AesGcm aes;
    private readonly byte[] nonce = new byte[12];
    private readonly byte[] plain = new byte[ChunkSize];
    private readonly byte[] cipher = new byte[ChunkSize + TagSize];
    private uint counter;
    private int filled;
    private bool started;
    private bool completed;

    public ChunkedEncryptStream(Stream inner, ReadOnlySpan<byte> key)
    {
        this.inner = inner;
        aes = new AesGcm(key, TagSize);
        RandomNumberGenerator.Fill(nonce.AsSpan(0, PrefixSize));
    }

    public long PlainBytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        PlainBytes += buffer.Length;
        while (buffer.Length > 0)
        {
            if (filled == ChunkSize)
                await WriteChunkAsync(last: false, cancellationToken);
            var take = Math.Min(ChunkSize - filled, buffer.Length);
            buffer[..take].CopyTo(plain.AsMemory(filled));
            filled += take;
            buffer = buffer[take..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // ZipArchive writes its headers and directory synchronously.
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        PlainBytes += buffer.Length;
        while (buffer.Length > 0)
        {
            if (filled == ChunkSize)
            {
                var (head, body) = SealChunk(last: false);
                inner.Write(head.Span);
                inner.Write(body.Span);
            }

            var take = Math.Min(ChunkSize - filled, buffer.Length);
            buffer[..take].CopyTo(plain.AsSpan(filled));
            filled += take;
            buffer = buffer[take..];
        }
    }

    public async Task CompleteAsync(CancellationToken ct)
    {
        if (completed)
            return;
        await WriteChunkAsync(last: true, ct);
        completed = true;
        await inner.FlushAsync(ct);
    }

    public override void Flush()
    {
        // A chunk is written when it is full; flushing half of one would change the format.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

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

    private async Task WriteChunkAsync(bool last, CancellationToken ct)
    {
        var (head, body) = SealChunk(last);
        await inner.WriteAsync(head, ct);
        await inner.WriteAsync(body, ct);
    }

    private (ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body) SealChunk(bool last)
    {
        ReadOnlyMemory<byte> head = started ? ReadOnlyMemory<byte>.Empty : (byte[])[.. Magic, .. nonce.AsSpan(0, PrefixSize)];
        started = true;
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(PrefixSize, 4), counter);
        counter = checked(counter + 1);
        nonce[11] = last ? (byte)1 : (byte)0;
        aes.Encrypt(nonce, plain.AsSpan(0, filled), cipher.AsSpan(0, filled), cipher.AsSpan(filled, TagSize));
        var body = cipher.AsMemory(0, filled + TagSize);
        filled = 0;
        return (head, body);
    }
}
