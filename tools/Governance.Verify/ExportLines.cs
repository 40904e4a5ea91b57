using System.Buffers;
using System.IO.Pipelines;

namespace Governance.Verify;

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
