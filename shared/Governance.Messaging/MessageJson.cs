using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Messaging;

/// <summary>JSON of messages in the outbox and of documents exchanged between services.</summary>
public static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}
