using System.IO.Compression;
using System.Text.Json;
using Governance.Consent.Records;

namespace Governance.Consent.Import;

/// <summary>A line that was found sound.</summary>
/// <param name="Id">Derived from the source and the external id, or else from the content: the same line is the same record.</param>
internal sealed record ImportRow(
    long Line,
    Guid Id,
    string Subject,
    string Purpose,
    int PurposeVersion,
    ConsentAction Action,
    DateTimeOffset OccurredAt,
    DateTimeOffset? ExpiresAt,
    string? Notice,
    int? NoticeVersion,
    string? Language,
    string? ContentHash,
    string? WithdrawalMethod,
    string Method,
    GivenBy GivenBy,
    string? Country,
    string? Evidence)
{
    /// <summary>GDPR Art. 7(1): to be shown it takes evidence, and for a consent what the person was told.</summary>
    public bool Demonstrable => Evidence is not null && (Action != ConsentAction.Give || Notice is not null);

    public static byte[] Pack(IReadOnlyList<ImportRow> rows)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(zip, rows);
        return packed.ToArray();
    }

    public static IReadOnlyList<ImportRow> Unpack(byte[] data)
    {
        using var zip = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<ImportRow>>(zip)!;
    }
}
