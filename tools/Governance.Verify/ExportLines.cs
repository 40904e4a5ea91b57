using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;

namespace Governance.Verify;

/// <summary>An entry of an export, with what happened when that was not erased.</summary>
internal sealed record ExportLine(long Place, byte[] Entry, byte[]? Payload, byte[]? Nonce)
{
    public static ExportLine Parse(JsonElement line, long place)
    {
        var unusable = new Refusal(ExitCode.Unusable, $"Entry {place} of the export is damaged.");
        return new(
            place,
            Base64.Strict(Json.Text(line, "entry", "The export")) ?? throw unusable,
            Json.Optional(line, "payload") is { } payload ? Base64.Strict(payload) ?? throw unusable : null,
            Json.Optional(line, "nonce") is { } nonce ? Json.Hex(nonce) ?? throw unusable : null);
    }

    /// <returns>False when the details are not there.</returns>
    /// <exception cref="Refusal">They are not those that the entry commits to.</exception>
    public bool IsWhatWasRecorded()
    {
        if (Payload is null)
            return false;
        using var envelope = Json.Parse(Entry, $"Entry {Place} of the export");
        return Nonce is not null && Convert.ToHexStringLower(HMACSHA256.HashData(Nonce, Payload)) == Json.Optional(envelope.RootElement, "commitment")
            ? true
            : throw new Refusal(ExitCode.NotVerified, $"The details of entry {Place} are not those that it commits to.");
    }
}

/// <summary>Lines of a file that may be of any length and content, with a bound on each.</summary>
internal static class ExportLines
{
    private const int MaxLine = 4 * 1024 * 1024;

    public static async IAsyncEnumerable<byte[]> ReadAsync(FileInfo file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var reader = PipeReader.Create(Open(file));
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > MaxLine)
                throw new Refusal(ExitCode.Unusable, $"{file.Name} has a line longer than any entry.");
            if (read.IsCompleted)
            {
                if (buffer.Length > 0)
                    throw new Refusal(ExitCode.Unusable, $"{file.Name} is cut off in the middle of a line.");
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Refusal(ExitCode.Unreachable, $"{file.FullName} could not be read.");
        }
    }
}
