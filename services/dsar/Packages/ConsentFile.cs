using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.Dsar.Consents;

namespace Governance.Dsar.Packages;

/// <summary>The consent history as a file of the package.</summary>
internal static class ConsentFile
{
    public const string Name = "consents.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ConsentCopy copy) => JsonSerializer.SerializeToUtf8Bytes(copy, Json);
}
