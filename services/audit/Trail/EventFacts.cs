using System.Text.Json;
using Governance.Audit.Payloads;

namespace Governance.Audit.Trail;

/// <summary>What an entry says, read from the header of an event as it came.</summary>
internal sealed record EventFacts
{
    private const int MaxLength = 256;
    private const string DataSubject = "dataSubject";

    public required Guid EventId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string Source { get; init; }

    public required string ActorType { get; init; }

    public required string ActorId { get; init; }

    public string? OnBehalfOf { get; init; }

    public required string ObjectType { get; init; }

    public required string ObjectId { get; init; }

    public int? ObjectVersion { get; init; }

    public string? SubjectPseudonym { get; init; }

    public string? Purpose { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>The actor's id is then a pseudonym of a person whose data can be erased.</summary>
    public bool IsActorASubject => ActorType == DataSubject || ActorId == SubjectPseudonym;

    /// <summary>Under whose key the payload is encrypted.</summary>
    public string? Subject => SubjectPseudonym ?? (IsActorASubject ? ActorId : null);

    /// <exception cref="InvalidEntryException">A field that every event has is missing, or does not fit.</exception>
    public static EventFacts Read(JsonElement @event)
    {
        try
        {
            var header = @event.GetProperty("header");
            var actor = header.GetProperty("actor");
            return new EventFacts
            {
                EventId = header.GetProperty("eventId").GetGuid(),
                OccurredAt = Microseconds(header.GetProperty("occurredAt").GetDateTimeOffset()),
                Source = Required(header, "source"),
                ActorType = Required(actor, "type"),
                ActorId = Required(actor, "id"),
                OnBehalfOf = Optional(header, "onBehalfOf"),
                ObjectType = Required(header, "objectType"),
                ObjectId = Required(header, "objectId"),
                ObjectVersion = header.TryGetProperty("objectVersion", out var version) && version.ValueKind == JsonValueKind.Number ? version.GetInt32() : null,
                SubjectPseudonym = Optional(header, "subjectPseudonym"),
                Purpose = Optional(header, "purpose"),
                Outcome = Required(header, "outcome"),
                Reason = Optional(header, "reason"),
                CorrelationId = Optional(header, "correlationId"),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidEntryException("The header of the event is not complete or not of the expected form.", exception);
        }
    }

    /// <summary>The searchable columns of the payload.</summary>
    public StoredPayload ToPayload(long sequence, DateOnly month) => new()
    {
        Sequence = sequence,
        Month = month,
        KeyId = Guid.Empty,
        SubjectPseudonym = Subject,
        ActingSubject = IsActorASubject && ActorId != Subject ? ActorId : null,
        OnBehalfOf = OnBehalfOf,
        ObjectType = ObjectType,
        ObjectId = ObjectId,
        ObjectVersion = ObjectVersion,
        CorrelationId = CorrelationId,
        Sealed = [],
    };

    internal static string Required(JsonElement element, string name) =>
        Optional(element, name) ?? throw new InvalidEntryException($"The field {name} is missing.");

    internal static string? Optional(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var property) || property.ValueKind == JsonValueKind.Null)
            return null;
        var text = property.GetString()!;
        return text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new InvalidEntryException($"The field {name} is longer than {MaxLength} characters or holds U+0000.");
    }

    /// <summary>UTC, as exact as PostgreSQL keeps a time.</summary>
    internal static DateTimeOffset Microseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
