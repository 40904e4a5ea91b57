using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Governance.Inventory.Maps;

/// <summary>A field of a PATCH body: left out, or set, also to null.</summary>
[JsonConverter(typeof(OptionalConverterFactory))]
internal readonly record struct Optional<T>(bool IsSet, T Value)
{
    public T Or(T current) => IsSet ? Value : current;
}

internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    [SuppressMessage("Performance", "CA1812", Justification = "Made by reflection.")]
    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // Of a list or a flag, null is no value; of text and objects it says "none".
            if (reader.TokenType is JsonTokenType.Null && (typeof(T).IsValueType ? Nullable.GetUnderlyingType(typeof(T)) is null : typeof(T).IsArray))
                throw new JsonException("The value can't be null.");
            try
            {
                return new(true, JsonSerializer.Deserialize<T>(ref reader, options)!);
            }
            catch (JsonException e)
            {
                // Without the path from here on, so that the one from the body's root is filled in.
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Value, options);
    }
}
