using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Governance.Dsar.Crypto;

/// <summary>
/// Reads any place of a file that <see cref="ChunkedEncryptStream"/> wrote, so that the directory at the end of a large ZIP is found without
/// decrypting what stands before it. Gives out only bytes whose chunk was authentic and in its place; holds one decrypted chunk.
/// </summary>
internal sealed class ChunkedFileStream : Stream
{
    private const int FullChunk = ChunkedEncryptStream.ChunkSize + ChunkedEncryptStream.TagSize;
    private static readonly int HeadSize = ChunkedEncryptStream.Magic.Length + ChunkedEncryptStream.PrefixSize;

    private readonly FileStream file;
    private readonly AesGcm aes;
    private readonly byte[] nonce = new byte[12];
    private readonly byte[] cipher = new byte[FullChunk];
    private readonly byte[] plain = new byte[ChunkedEncryptStream.ChunkSize];
    private readonly long chunks;
    private long loaded = -1;
    private int available;

    public ChunkedFileStream(FileStream file, ReadOnlySpan<byte> key)
    {
        this.file = file;
        aes = new AesGcm(key, ChunkedEncryptStream.TagSize);
        var head = new byte[HeadSize];
        var body = RandomAccess.GetLength(file.SafeFileHandle) - HeadSize;
        if (RandomAccess.Read(file.SafeFileHandle, head, 0) < HeadSize || !head.AsSpan().StartsWith(ChunkedEncryptStream.Magic) || body < ChunkedEncryptStream.TagSize)
            throw new CryptographicException("The file has no valid header.");
        head.AsSpan(ChunkedEncryptStream.Magic.Length).CopyTo(nonce);
        chunks = (body + FullChunk - 1) / FullChunk;
        Length = body - (chunks * ChunkedEncryptStream.TagSize);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
            return 0;
        var (chunk, from) = Math.DivRem(Position, ChunkedEncryptStream.ChunkSize);
        Load(chunk);
        var take = Math.Min(buffer.Length, available - (int)from);
        plain.AsSpan((int)from, take).CopyTo(buffer);
        Position += take;
        return take;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aes.Dispose();
            file.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void Load(long chunk)
    {
        if (chunk == loaded)
            return;
        loaded = -1;
        var isLast = chunk == chunks - 1;
        var length = RandomAccess.Read(file.SafeFileHandle, cipher, HeadSize + (chunk * FullChunk));
        if (length < ChunkedEncryptStream.TagSize || (!isLast && length < FullChunk))
            throw new CryptographicException("The file ends too early.");
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(ChunkedEncryptStream.PrefixSize, 4), checked((uint)chunk));
        nonce[11] = isLast ? (byte)1 : (byte)0;
        available = length - ChunkedEncryptStream.TagSize;
        aes.Decrypt(nonce, cipher.AsSpan(0, available), cipher.AsSpan(available, ChunkedEncryptStream.TagSize), plain.AsSpan(0, available));
        loaded = chunk;
    }
}
