using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;

namespace Governance.Audit.Trail;

/// <summary>
/// The data of a leaf: what stays known of an entry for good. It names no data subject and no object; for these it holds a
/// commitment to the payload. The bytes are fixed: docs/audit.md describes them, and a test holds them.
/// </summary>
internal sealed record EntryEnvelope
{
    private const int Version = 2;
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    public required Guid Id { get; init; }

    /// <summary>Namespace and name of the event, as the bus names them.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string Source { get; init; }

    public required string ActorType { get; init; }

    public string? ActorId { get; init; }

    public string? Purpose { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>HMAC-SHA256 of the event's bytes under the payload's nonce.</summary>
    public required byte[] Commitment { get; init; }

    public static EntryEnvelope Of(string type, EventFacts facts, DateTimeOffset recordedAt, byte[] commitment) => new()
    {
        Id = facts.EventId,
        Type = type,
        OccurredAt = facts.OccurredAt,
        RecordedAt = EventFacts.Microseconds(recordedAt),
        Source = facts.Source,
        ActorType = facts.ActorType,
        ActorId = facts.IsActorASubject ? null : facts.ActorId,
        Purpose = facts.Purpose,
        Outcome = facts.Outcome,
        Reason = facts.Reason,
        Commitment = commitment,
    };

    /// <summary>Canonical JSON (RFC 8785): the members in this order, one that has no value left out.</summary>
    public byte[] Encode()
    {
        var output = new ArrayBufferWriter<byte>(512);
        output.Write("{\"actor\":{"u8);
        if (ActorId is not null)
            Member("id", ActorId, output, "");
        Member("type", ActorType, output, ActorId is null ? "" : ",");
        output.Write("}"u8);
        Member("commitment", Convert.ToHexStringLower(Commitment), output);
        Member("id", Id.ToString("D"), output);
        Member("occurredAt", Time(OccurredAt), output);
        Member("outcome", Outcome, output);
        if (Purpose is not null)
            Member("purpose", Purpose, output);
        if (Reason is not null)
            Member("reason", Reason, output);
        Member("recordedAt", Time(RecordedAt), output);
        Member("source", Source, output);
        Member("type", Type, output);
        output.Write(",\"v\":2}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidEntryException">These bytes are not an envelope, or not in the one form it has.</exception>
    public static EntryEnvelope Read(byte[] canonical)
    {
        try
        {
            using var json = JsonDocument.Parse(canonical);
            var content = json.RootElement;
            if (content.GetProperty("v").GetInt32() != Version)
                throw new InvalidEntryException("The envelope is of a version that is not known.");
            var actor = content.GetProperty("actor");
            var envelope = new EntryEnvelope
            {
                Id = content.GetProperty("id").GetGuid(),
                Type = EventFacts.Required(content, "type"),
                OccurredAt = EventFacts.Microseconds(content.GetProperty("occurredAt").GetDateTimeOffset()),
                RecordedAt = EventFacts.Microseconds(content.GetProperty("recordedAt").GetDateTimeOffset()),
                Source = EventFacts.Required(content, "source"),
                ActorType = EventFacts.Required(actor, "type"),
                ActorId = EventFacts.Optional(actor, "id"),
                Purpose = EventFacts.Optional(content, "purpose"),
                Outcome = EventFacts.Required(content, "outcome"),
                Reason = EventFacts.Optional(content, "reason"),
                Commitment = Convert.FromHexString(EventFacts.Required(content, "commitment")),
            };
            return envelope.Encode().AsSpan().SequenceEqual(canonical) ? envelope : throw new InvalidEntryException("The envelope is not in its canonical form.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidEntryException("The envelope is not complete or not of the expected form.", exception);
        }
    }

    public LogEntry ToEntry(long sequence, byte[] canonical) => new()
    {
        Sequence = sequence,
        EventId = Id,
        OccurredAt = OccurredAt,
        RecordedAt = RecordedAt,
        Source = Source,
        Action = Type[(Type.LastIndexOf(':') + 1)..],
        ActorType = ActorType,
        ActorId = ActorId,
        Purpose = Purpose,
        Outcome = Outcome,
        Reason = Reason,
        Month = PayloadMonth.Of(Type, RecordedAt),
        Canonical = canonical,
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void Member(string name, string value, ArrayBufferWriter<byte> output, string before = ",")
    {
        Encoding.UTF8.GetBytes(before, output);
        CanonicalJson.WriteString(name, output);
        output.Write(":"u8);
        CanonicalJson.WriteString(value, output);
    }
}
