using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Consent.Receipts;

/// <summary>A consent record in the shape of ISO/IEC TS 27560. Names are those of the standard.</summary>
internal record RecordDocument(
    [property: JsonPropertyName("header")] RecordHeader Header,
    [property: JsonPropertyName("processing")] RecordProcessing Processing,
    [property: JsonPropertyName("party")] RecordParty Party,
    [property: JsonPropertyName("event")] RecordEvent Event);

/// <summary>What is signed: the record, and by whom and when it was attested.</summary>
/// <param name="IssuedAt">Seconds since 1970.</param>
internal sealed record ReceiptDocument(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("iat")] long IssuedAt,
    RecordHeader Header,
    RecordProcessing Processing,
    RecordParty Party,
    RecordEvent Event) : RecordDocument(Header, Processing, Party, Event)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <param name="PiiPrincipalId">Pseudonym, never an identifier.</param>
internal sealed record RecordHeader(
    [property: JsonPropertyName("schema_version")] string SchemaVersion,
    [property: JsonPropertyName("record_id")] Guid RecordId,
    [property: JsonPropertyName("pii_principal_id")] string PiiPrincipalId)
{
    public const string Schema = "ISO/IEC TS 27560:2023";
}

/// <param name="RetentionPeriod">ISO 8601 duration.</param>
internal sealed record RecordProcessing(
    [property: JsonPropertyName("privacy_notice")] ShownText? PrivacyNotice,
    [property: JsonPropertyName("language")] string? Language,
    [property: JsonPropertyName("purpose")] RecordPurpose Purpose,
    [property: JsonPropertyName("pii_information")] IReadOnlyList<string> PiiInformation,
    [property: JsonPropertyName("pii_controllers")] IReadOnlyList<string> PiiControllers,
    [property: JsonPropertyName("storage_locations")] IReadOnlyList<string> StorageLocations,
    [property: JsonPropertyName("retention_period")] string RetentionPeriod,
    [property: JsonPropertyName("jurisdiction")] string Jurisdiction,
    [property: JsonPropertyName("recipient_third_parties")] IReadOnlyList<string> RecipientThirdParties,
    [property: JsonPropertyName("withdrawal_method")] string? WithdrawalMethod,
    [property: JsonPropertyName("collection_method")] string CollectionMethod,
    [property: JsonPropertyName("collection_source")] string CollectionSource);

/// <param name="ContentHash">SHA-256 of the exact text that was shown, hex.</param>
internal sealed record ShownText(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("content_hash")] string ContentHash);

internal sealed record RecordPurpose(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("description")] string Description,
    [property: JsonPropertyName("legal_basis")] string LegalBasis);

internal sealed record RecordParty(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("contact")] string Contact,
    [property: JsonPropertyName("type")] string Type);

/// <param name="EventTime">When it happened.</param>
/// <param name="RecordedTime">When it was recorded: later than it happened where it was imported.</param>
/// <param name="ValidityDuration">ISO 8601 duration from the event on; null: until withdrawn.</param>
/// <param name="EntityId">Who expressed it: the pseudonym of the data subject, or <c>guardian</c>.</param>
/// <param name="EventType">What happened, for example <c>give</c>.</param>
/// <param name="EventState">The state that followed, for example <c>given</c> (W3C Data Privacy Vocabulary).</param>
/// <param name="Sequence">Position in the history of this person and purpose, from 1.</param>
/// <param name="Demonstrable">False for imported consent that came without evidence (GDPR Art. 7(1)).</param>
/// <param name="Evidence">Where the evidence of an imported record is kept.</param>
internal sealed record RecordEvent(
    [property: JsonPropertyName("event_time")] DateTimeOffset EventTime,
    [property: JsonPropertyName("recorded_time")] DateTimeOffset RecordedTime,
    [property: JsonPropertyName("validity_duration")] string? ValidityDuration,
    [property: JsonPropertyName("entity_id")] string EntityId,
    [property: JsonPropertyName("event_type")] string EventType,
    [property: JsonPropertyName("event_state")] string EventState,
    [property: JsonPropertyName("sequence")] int Sequence,
    [property: JsonPropertyName("demonstrable")] bool Demonstrable,
    [property: JsonPropertyName("evidence")] string? Evidence);
