using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Governance.ServiceDefaults.Http;

/// <summary>
/// Refuses null inside a list or dictionary whose elements are declared not to be null: the serialiser itself looks at properties only, so that
/// <c>[null]</c> would reach the handlers.
/// </summary>
internal static class NoNullElements
{
    /// <summary>Key of <see cref="Exception.Data"/>: the property and the element's index, below the exception's path.</summary>
    public const string Field = "field";

    public static void Check(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var context = new NullabilityInfoContext();
        var properties = type.Properties.Where(p => p.Get is not null && p.AttributeProvider is PropertyInfo property && HoldsNoNull(context.Create(property))).ToArray();
        if (properties.Length > 0)
            type.OnDeserialized = value => Check(value, properties);
    }

    private static void Check(object value, JsonPropertyInfo[] properties)
    {
        foreach (var property in properties)
        {
            if (property.Get!(value) is IDictionary map)
                Refuse(map.Values, _ => property.Name);
            else if (property.Get!(value) is IEnumerable list)
                Refuse(list, i => $"{property.Name}[{i}]");
        }
    }

    private static void Refuse(IEnumerable elements, Func<int, string> name)
    {
        var index = 0;
        foreach (var element in elements)
        {
            if (element is null)
                throw new JsonException("An element is null.") { Data = { [Field] = name(index) } };
            index++;
        }
    }

    private static bool HoldsNoNull(NullabilityInfo property) =>
        property.Type != typeof(string) && property.Type.IsAssignableTo(typeof(IEnumerable))
        && (property.ElementType ?? property.GenericTypeArguments.LastOrDefault()) is { ReadState: NullabilityState.NotNull, Type.IsValueType: false };
}
