using System.Text;
using System.Text.Json.Nodes;

namespace Governance.Testing.Hostile;

/// <summary>What nobody well-meaning sends.</summary>
internal static class HostileValues
{
    private const string Mark = "@hostile@";
    private static readonly string Long = new('ä', 20_000);

    public static readonly IReadOnlyList<string> Queries =
        ["", "%00", "%ff%fe", "%ED%A0%80", "-1", "0", "99999999999999999999", "NaN", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "%0d%0a'%22%25_", new('a', 3000)];

    public static readonly IReadOnlyList<string> PathParts = ["%00", "%ff", "-1", "99999999999999999999", "..%2f..%2f", Guid.Empty.ToString(), "a%0ab", "%F0%9F%98%80", new('a', 3000)];

    public static readonly IReadOnlyList<string> Headers = ["*", "W/\"1\"", "\"1\", \"2\"", "\"99999999999999999999\"", "x", "ä\u0080", new('k', 5000)];

    private static readonly string[] Anything = ["null", "{}", "[null]", "-1", "true"];
    private static readonly string[] Texts =
        ["\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\"", "\" \\u0000\"", "\" \"", $"\"{Long}\"", "\"\\u202e\\uffff\\n\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"9999-12-31\""];

    private static readonly string[] Numbers = ["0", "2147483647", "-2147483648", "9223372036854775808", "1e400", "0.5", "NaN", "\"1\""];

    public static IEnumerable<byte[]> Whole(JsonNode sample)
    {
        var text = sample.ToJsonString();
        foreach (var body in (string[])["", "null", "[]", "{}", "\"x\"", "1", "NaN", text[..^1], text + text, new string('[', 5000), $"{{\"a\":{new string('[', 200)}{new string(']', 200)}}}", "\u0000", "\ufeff" + text])
            yield return Encoding.UTF8.GetBytes(body);
        yield return [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d];
        yield return Encoding.Unicode.GetBytes(text);
    }

    /// <summary>The sample with one value, or one name, replaced by something hostile at a time.</summary>
    public static IEnumerable<(string Where, byte[] Body)> Each(JsonNode sample)
    {
        foreach (var path in Places(sample, []).ToList())
        {
            var copy = sample.DeepClone();
            var parent = path[..^1].Aggregate((JsonNode?)copy, Step)!;
            var old = Step(parent, path[^1]);
            var values = old is JsonValue value ? value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? [.. Anything, .. Numbers] : [.. Anything, .. Texts] : Anything;
            Put(parent, path[^1], Mark);
            var text = copy.ToJsonString();
            foreach (var hostile in values)
                yield return (string.Join('.', path), Encoding.UTF8.GetBytes(text.Replace($"\"{Mark}\"", hostile, StringComparison.Ordinal)));
            if (old is not JsonObject)
                continue;
            foreach (var name in (string[])["\\u0000", "\\ud800", ""])
                yield return ($"{string.Join('.', path)}.name", Encoding.UTF8.GetBytes(text.Replace($"\"{Mark}\"", $"{{\"{name}\":\"x\"}}", StringComparison.Ordinal)));
        }
        if (sample is JsonObject { Count: > 0 } fields)
            yield return ("twice", Encoding.UTF8.GetBytes($"{{\"{fields.First().Key}\":{fields.First().Value?.ToJsonString() ?? "null"},{sample.ToJsonString()[1..]}"));
    }

    private static IEnumerable<string[]> Places(JsonNode? node, string[] path) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Places(f.Value, [.. path, f.Key]).Prepend([.. path, f.Key])),
        JsonArray { Count: > 0 } items => Places(items[0], [.. path, "0"]).Prepend([.. path, "0"]),
        _ => [],
    };

    private static JsonNode? Step(JsonNode? node, string name) => node is JsonArray ? node[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node![name];

    private static void Put(JsonNode node, string name, string value)
    {
        if (node is JsonArray items)
            items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        else
            node[name] = value;
    }
}
