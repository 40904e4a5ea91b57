using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.ServiceDefaults.Http;

/// <summary>Refuses strings with U+0000, which PostgreSQL text can't hold, so that bad input is a 400 and not a 500.</summary>
internal sealed class CleanStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A string is expected.");
        return Clean(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Clean(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string Clean(ref Utf8JsonReader reader)
    {
        string value;
        try
        {
            value = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("The string is not valid Unicode.");
        }
        return value.Contains('\0', StringComparison.Ordinal)
            ? throw new JsonException("The character U+0000 is not accepted.")
            : value;
    }
}
