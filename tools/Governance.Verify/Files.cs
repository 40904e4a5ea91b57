using System.Text;
using System.Text.Json;

namespace Governance.Verify;

/// <summary>A proof in a file: place, hashes, checkpoint (C2SP tlog-proof).</summary>
internal sealed record ProofFile(long Index, IReadOnlyList<byte[]> Path, byte[] Checkpoint)
{
    public static ProofFile Parse(ReadOnlySpan<byte> bytes)
    {
        var text = Trust.Text(bytes, "The proof");
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = split < 0 ? [] : text[..split].Split('\n').ToList();
        if (lines.Count > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal) && Base64.Strict(lines[1]["extra ".Length..]) is not null)
            lines.RemoveAt(1);
        if (lines.Count is < 2 or > 66 || lines[0] != "c2sp.org/tlog-proof@v1" || !lines[1].StartsWith("index ", StringComparison.Ordinal) || !Trust.Number(lines[1]["index ".Length..], out var index))
            throw Unusable();
        var path = lines.Skip(2).Select(l => Base64.Strict(l) is { Length: 32 } hash ? hash : throw Unusable()).ToList();
        return new ProofFile(index, path, Encoding.UTF8.GetBytes(text[(split + 2)..]));
    }

    private static Refusal Unusable() => new(ExitCode.Unusable, "The proof is not one (c2sp.org/tlog-proof@v1): it is damaged, cut off, or something else.");
}

/// <summary>A receipt as the audit service hands it out.</summary>
/// <param name="Payload">What happened, when it was not erased.</param>
/// <param name="Nonce">Opens the entry's commitment to the payload.</param>
internal sealed record Receipt(byte[] Entry, ProofFile Proof, byte[]? Payload, byte[]? Nonce)
{
    public static Receipt Parse(byte[] bytes)
    {
        using var json = Json.Parse(bytes, "The receipt");
        var root = json.RootElement;
        var proof = Json.Text(root, "proof", "The receipt");
        return new Receipt(
            Base64.Strict(Json.Text(root, "entry", "The receipt")) ?? throw Unusable(),
            ProofFile.Parse(Encoding.UTF8.GetBytes(proof)),
            Json.Optional(root, "payload") is { } payload ? Base64.Strict(payload) ?? throw Unusable() : null,
            Json.Optional(root, "nonce") is { } nonce ? Json.Hex(nonce) ?? throw Unusable() : null);
    }

    private static Refusal Unusable() => new(ExitCode.Unusable, "The receipt is damaged.");
}

/// <summary>Reads JSON that may be hostile.</summary>
internal static class Json
{
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, string what)
    {
        try
        {
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new Refusal(ExitCode.Unusable, $"{what} is not JSON of the expected form: it is damaged, cut off, or something else.");
        }
    }

    public static string? Optional(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    public static string Text(JsonElement element, string name, string what) => Optional(element, name) ?? throw new Refusal(ExitCode.Unusable, $"{what} has no '{name}'.");

    public static byte[]? Hex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
}

/// <summary>Reads files with a bound.</summary>
internal static class Input
{
    private const long MaxBytes = 64 * 1024 * 1024;

    public static byte[] Read(FileInfo file)
    {
        try
        {
            if (!file.Exists)
                throw new Refusal(ExitCode.Unreachable, $"There is no file {file.FullName}.");
            // Not all files know their length: what is read is bounded, whatever they say.
            using var stream = file.OpenRead();
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                content.Write(buffer, 0, read);
                if (content.Length > MaxBytes)
                    throw new Refusal(ExitCode.Unusable, $"{file.Name} is larger than anything this program has to read.");
            }

            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Refusal(ExitCode.Unreachable, $"{file.FullName} could not be read.");
        }
    }
}
