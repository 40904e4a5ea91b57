using System.Security.Cryptography;
using System.Text;

namespace Governance.Consent.Records.Confirmations;

internal enum ConfirmationKind
{
    /// <summary>The person confirms by what was sent to them.</summary>
    DoubleOptIn,

    /// <summary>The holder of parental responsibility authorises or refuses (GDPR Art. 8(1)).</summary>
    Guardian,
}

/// <summary>A consent that waits to be confirmed. The token is not kept, only its hash.</summary>
internal sealed class Confirmation
{
    public required Guid Id { get; init; }

    public required byte[] TokenHash { get; init; }

    public required ConfirmationKind Kind { get; init; }

    public required string Subject { get; init; }

    public required string PurposeCode { get; init; }

    /// <summary>The pending record.</summary>
    public required Guid RecordId { get; init; }

    public required string NoticeCode { get; init; }

    public required int NoticeVersion { get; init; }

    public required string Language { get; init; }

    public string? Country { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>A token of 256 bits that nobody can guess needs no slow hash.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
