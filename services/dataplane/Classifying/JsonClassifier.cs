using System.Text.Json;
using Governance.Contracts.Inventory.V1;

namespace Governance.DataPlane.Classifying;

/// <summary>Looks into JSON: each property is classified like a column of its own, keys as well as values.</summary>
internal sealed class JsonClassifier(Classifier classifier)
{
    private const int MostProperties = 200;

    public Classification? Classify(ColumnProfile column)
    {
        var properties = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var text in column.Values)
        {
            Read(text, column.Name, properties);
        }

        // In a document, properties stand for columns: one that only a person has makes its neighbours personal too.
        var siblings = properties.Keys.Concat(column.Siblings).ToArray();
        var found = properties
            .Select(p => classifier.Classify(new ColumnProfile(column.Table, p.Key, "text", siblings, p.Value)))
            .Append(classifier.Classify(new ColumnProfile(column.Table, "key", "text", siblings, [.. properties.Keys])))
            .OfType<Classification>().ToArray();
        if (found.Length == 0)
        {
            return null;
        }

        var categories = found.Select(c => c.Category).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new Classification(Common(categories), found.Max(c => c.Confidence), [.. categories.Select(c => $"json:{c}")]);
    }

    private static string Common(string[] categories)
    {
        var parts = categories[0].Split('.');
        var shared = parts.TakeWhile((p, i) => categories.All(c => c.Split('.') is var other && i < other.Length && other[i] == p));
        return string.Join('.', shared);
    }

    private static void Read(string text, string name, Dictionary<string, List<string>> properties)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            Walk(document.RootElement, name, properties);
        }
        catch (JsonException)
        {
            // Samples are cut at a fixed length, so a long document may end in its middle; the others speak for it.
        }
    }

    private static void Walk(JsonElement element, string name, Dictionary<string, List<string>> properties)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Walk(property.Value, property.Name, properties);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, name, properties);
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number when properties.Count < MostProperties:
                (properties.TryGetValue(name, out var values) ? values : properties[name] = []).Add(element.ToString());
                break;
        }
    }
}
