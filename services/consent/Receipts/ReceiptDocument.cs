using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Consent.Receipts;

/// <summary>A consent record in the shape of ISO/IEC TS 27560, as it is signed. Names are those of the standard.</summary>
/// <param name="IssuedAt">Seconds since 1970.</param>
internal sealed record ReceiptDocument(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("iat")] long IssuedAt,
    ReceiptHeader Header,
    ReceiptProcessing Processing,
    ReceiptParty Party,
    ReceiptEvent Event)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <param name="PiiPrincipalId">Pseudonym, never an identifier.</param>
internal sealed record ReceiptHeader(string SchemaVersion, Guid RecordId, string PiiPrincipalId)
{
    public const string Schema = "ISO/IEC TS 27560:2023";
}

/// <param name="RetentionPeriod">ISO 8601 duration.</param>
internal sealed record ReceiptProcessing(
    ReceiptNotice? PrivacyNotice,
    string? Language,
    ReceiptPurpose Purpose,
    IReadOnlyList<string> PiiInformation,
    IReadOnlyList<string> PiiControllers,
    IReadOnlyList<string> StorageLocations,
    string RetentionPeriod,
    string Jurisdiction,
    IReadOnlyList<string> RecipientThirdParties,
    string? WithdrawalMethod,
    string CollectionMethod);

/// <param name="ContentHash">SHA-256 of the exact text that was shown, hex.</param>
internal sealed record ReceiptNotice(string Code, int Version, string ContentHash);

internal sealed record ReceiptPurpose(string Code, int Version, string Name, string Description, string LegalBasis);

internal sealed record ReceiptParty(string Id, string Name, string Address, string Contact, string Type);

/// <param name="ValidityDuration">ISO 8601 duration; absent: until withdrawn.</param>
/// <param name="EntityId">Who expressed it: the pseudonym of the data subject, or <c>guardian</c>.</param>
/// <param name="EventType">What happened, for example <c>give</c>.</param>
/// <param name="EventState">The state that followed, for example <c>given</c> (W3C Data Privacy Vocabulary).</param>
/// <param name="Sequence">Position in the history of this person and purpose, from 1.</param>
internal sealed record ReceiptEvent(DateTimeOffset EventTime, string? ValidityDuration, string EntityId, string EventType, string EventState, int Sequence);
