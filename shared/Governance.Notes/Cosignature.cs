using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Governance.Notes;

/// <summary>A witness's statement: at this time, this was the largest consistent tree that it had seen (C2SP tlog-cosignature, cosignature/v1).</summary>
public static class Cosignature
{
    private const int TimeLength = sizeof(ulong);

    /// <summary>What is signed.</summary>
    /// <param name="time">Seconds since 1970, UTC.</param>
    public static byte[] Message(long time, ReadOnlySpan<byte> text) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n")), .. text];

    /// <summary>Splits a signature line into time and Ed25519 signature. Proves nothing.</summary>
    public static bool TryRead(NoteSignature signature, out long time, out byte[] bytes)
    {
        (time, bytes) = (0, []);
        if (signature.Bytes.Length != TimeLength + Ed25519.SignatureLength)
            return false;
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes);
        (time, bytes) = ((long)seconds, signature.Bytes[TimeLength..]);
        return seconds <= long.MaxValue;
    }

    internal static byte[] Bytes(long time, byte[] signature)
    {
        var bytes = new byte[TimeLength + signature.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        signature.CopyTo(bytes, TimeLength);
        return bytes;
    }
}
