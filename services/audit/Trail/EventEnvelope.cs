using System.Text.Json;
using Governance.Audit.Log;

namespace Governance.Audit.Trail;

/// <summary>Reads an event out of the bus's envelope as it was sent, so that fields unknown to this service are kept too.</summary>
internal static class EventEnvelope
{
    private const string UrnPrefix = "urn:message:";
    private const string EventInterface = "urn:message:Governance.Contracts:IEvent";

    public static PendingEntry Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var message = envelope.RootElement.GetProperty("message");
            var type = ConcreteType(envelope.RootElement.GetProperty("messageType"));
            // Two encodings in separate buffers: their hashes are compared before anything is stored.
            var canonical = EntryContent.Encode(type, message, now);
            return new PendingEntry(EntryContent.Read(0, canonical), EntryContent.Encode(type, message, now));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidEntryException("The message is not an envelope of the bus.", exception);
        }
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
