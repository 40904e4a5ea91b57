using System.Security.Cryptography;
using System.Text.Json;
using Governance.Audit.Log;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;

namespace Governance.Audit.Search;

/// <summary>An opened payload that is what its entry commits to.</summary>
internal sealed record Disclosed(OpenPayload Payload)
{
    public string PayloadBase64 => Convert.ToBase64String(Payload.Event);

    public string NonceHex => Convert.ToHexStringLower(Payload.Nonce);

    public JsonElement Event => JsonSerializer.Deserialize<JsonElement>(Payload.Event);
}

/// <summary>Hands payloads out, and only such as the log commits to.</summary>
internal sealed class Disclosure(PayloadReader reader)
{
    /// <returns>By sequence: null when the payload is gone. An entry whose payload is not what the log commits to is left out.</returns>
    public async Task<Dictionary<long, Disclosed?>> OfAsync(IReadOnlyCollection<LogEntry> entries, CancellationToken ct)
    {
        var result = new Dictionary<long, Disclosed?>(entries.Count);
        Dictionary<long, OpenPayload> opened;
        try
        {
            opened = await reader.OpenAsync(entries, ct);
        }
        catch (CryptographicException)
        {
            return result;
        }

        foreach (var entry in entries)
        {
            if (!opened.TryGetValue(entry.Sequence, out var payload))
                result[entry.Sequence] = null;
            else if (payload.Commitment().AsSpan().SequenceEqual(EntryEnvelope.Read(entry.Canonical).Commitment))
                result[entry.Sequence] = new Disclosed(payload);
        }

        return result;
    }
}
