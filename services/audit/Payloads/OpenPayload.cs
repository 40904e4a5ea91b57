using System.Security.Cryptography;

namespace Governance.Audit.Payloads;

/// <summary>The event's bytes and the random nonce that keeps the commitment to them from being guessed.</summary>
internal sealed record OpenPayload(byte[] Nonce, byte[] Event)
{
    public const int NonceLength = 32;

    public static OpenPayload New(byte[] @event) => new(RandomNumberGenerator.GetBytes(NonceLength), @event);

    public byte[] Commitment() => HMACSHA256.HashData(Nonce, Event);
}
