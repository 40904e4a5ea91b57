using System.Text.Json;

namespace Governance.Messaging.Failures;

/// <summary>Reads the bus's JSON envelope without trusting it.</summary>
internal static class Envelope
{
    public const string UnknownType = "unknown";

    /// <summary>"urn:message:Governance.Contracts.Dsar.V1:PlanApproved" as the first type → "PlanApproved".</summary>
    public static string TypeOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("messageType")[0].GetString()?.Split(':')[^1] ?? UnknownType;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return UnknownType;
        }
    }
}
