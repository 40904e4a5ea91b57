using System.Text.Json;
using Governance.ServiceDefaults;

namespace Governance.Inventory.Data;

/// <summary>JSON of documents as they are stored and given out.</summary>
internal static class StoredJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)!;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ServiceDefaultsExtensions.ConfigureJson(options);

        // Documents of earlier and other programs: what they leave out has its default.
        options.RespectRequiredConstructorParameters = false;
        return options;
    }
}
