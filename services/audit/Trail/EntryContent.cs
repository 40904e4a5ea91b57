using System.Globalization;
using System.Text.Json;
using Governance.Audit.Log;

namespace Governance.Audit.Trail;

/// <summary>
/// What an entry commits to, and the reading of it:
/// <c>{"event":{…},"recordedAt":"…","type":"Governance.Contracts.Dsar.V1:PlanApproved","v":1}</c> as canonical JSON.
/// </summary>
internal static class EntryContent
{
    private const int MaxLength = 256;
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>Bytes of an entry for an event as it came from the bus.</summary>
    public static byte[] Encode(string type, JsonElement message, DateTimeOffset recordedAt) =>
        CanonicalJson.Encode(JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["v"] = 1,
            ["type"] = type,
            ["recordedAt"] = recordedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
            ["event"] = message,
        }));

    /// <summary>The entry that these bytes describe.</summary>
    /// <exception cref="InvalidEntryException">A field that every event has is missing, or does not fit.</exception>
    public static LogEntry Read(long sequence, byte[] canonical)
    {
        try
        {
            using var json = JsonDocument.Parse(canonical);
            var content = json.RootElement;
            var header = content.GetProperty("event").GetProperty("header");
            var actor = header.GetProperty("actor");
            return new LogEntry
            {
                Sequence = sequence,
                EventId = header.GetProperty("eventId").GetGuid(),
                OccurredAt = Time(header, "occurredAt"),
                RecordedAt = Time(content, "recordedAt"),
                Source = Required(header, "source"),
                Action = Required(content, "type").Split(':')[^1],
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
                Canonical = canonical,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new InvalidEntryException("The header of the event is not complete or not of the expected form.", exception);
        }
    }

    private static string Required(JsonElement element, string name) =>
        Optional(element, name) ?? throw new InvalidEntryException($"The field {name} is missing.");

    private static string? Optional(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var property) || property.ValueKind == JsonValueKind.Null)
            return null;
        var text = property.GetString()!;
        return text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new InvalidEntryException($"The field {name} is longer than {MaxLength} characters or holds U+0000.");
    }

    // PostgreSQL keeps microseconds.
    private static DateTimeOffset Time(JsonElement element, string name)
    {
        var time = element.GetProperty(name).GetDateTimeOffset();
        return new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}

/// <summary>The event can't become an entry as it is. Says which field, never its value.</summary>
internal sealed class InvalidEntryException : Exception
{
    public InvalidEntryException(string message)
        : base(message)
    {
    }

    public InvalidEntryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
