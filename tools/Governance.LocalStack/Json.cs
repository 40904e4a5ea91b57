using System.Text.Json;

namespace Governance.LocalStack;

internal static class Json
{
    public static JsonSerializerOptions Indented { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
