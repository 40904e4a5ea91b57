using System.Text.Json;
using Governance.ServiceDefaults;

namespace Governance.Testing;

/// <summary>JSON as the services speak it.</summary>
public static class ServiceJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ServiceDefaultsExtensions.ConfigureJson(options);
        return options;
    }
}
