using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;

namespace Governance.Audit.Trail;

/// <summary>Reads an event out of the bus's envelope as it was sent, so that fields unknown to this service are kept too.</summary>
internal static class EventEnvelope
{
    private const string UrnPrefix = "urn:message:";
    private const string EventInterface = "urn:message:Governance.Contracts:IEvent";

    /// <exception cref="InvalidEntryException">The message can't become an entry.</exception>
    public static PendingEntry Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var type = ConcreteType(envelope.RootElement.GetProperty("messageType"));
            return Evidence.IsType(type)
                ? throw new InvalidEntryException("Only this service says what was erased, and not over the bus.")
                : Make(type, envelope.RootElement.GetProperty("message"), now);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidEntryException("The message is not an envelope of the bus.", exception);
        }
    }

    /// <summary>Everything is encoded twice, in separate buffers: the hashes are compared before anything is stored.</summary>
    public static PendingEntry Make(string type, JsonElement message, DateTimeOffset now)
    {
        var facts = EventFacts.Read(message);
        var payload = OpenPayload.New(CanonicalJson.Encode(message));
        var envelope = EntryEnvelope.Of(type, facts, now, payload.Commitment());
        var again = EntryEnvelope.Of(type, EventFacts.Read(message), now, (payload with { Event = CanonicalJson.Encode(message) }).Commitment());
        var entry = envelope.ToEntry(0, envelope.Encode());
        return new PendingEntry(entry, facts.ToPayload(0, entry.Month), payload, again.Commitment, again.Encode());
    }

    /// <summary>The bus lists the message's own type first, then the interfaces it implements.</summary>
    private static string ConcreteType(JsonElement types)
    {
        foreach (var urn in types.EnumerateArray().Select(t => t.GetString()!))
        {
            if (urn != EventInterface && urn.StartsWith(UrnPrefix, StringComparison.Ordinal))
                return urn[UrnPrefix.Length..];
        }

        throw new InvalidEntryException("The message names no type of its own.");
    }
}
