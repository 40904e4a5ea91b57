using System.Reflection;

namespace Governance.Architecture.Tests;

/// <summary>Makes an instance of a contract type with every property filled, the same each time.</summary>
internal static class MessageSample
{
    public static object Of(Type type, string name = "")
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner, name);
        if (type == typeof(string))
            return char.ToLowerInvariant(name[0]) + name[1..];
        if (type == typeof(Guid))
            return new Guid("01890a5d-ac96-774b-bcce-b302099a8057");
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
        if (type == typeof(DateOnly))
            return new DateOnly(2031, 5, 6);
        if (type == typeof(bool))
            return true;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsPrimitive || type == typeof(decimal))
            return Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType()))
            return List(item, name);
        return Record(type);
    }

    private static Array List(Type item, string name)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Of(item, name), 0);
        return list;
    }

    private static object Record(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new NotSupportedException($"No sample is known for {type}.");
        var sample = constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType, p.Name!))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null))
            property.SetValue(sample, Of(property.PropertyType, property.Name));
        return sample;
    }
}
