using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Governance.Consent.Import;

/// <param name="Number">From 1.</param>
/// <param name="Text">Null where the line can't be read; <paramref name="Error"/> says why.</param>
internal readonly record struct TextLine(long Number, string? Text, string? Error);

/// <summary>Splits a stream into lines with bounded memory. A line that can't be read costs itself, not those behind it.</summary>
internal sealed class LineReader(PipeReader pipe)
{
    public const int MaxBytes = 64 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async IAsyncEnumerable<TextLine> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0L;
        var tooLong = false;
        while (true)
        {
            var result = await pipe.ReadAsync(ct);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                number++;
                var line = Decode(number, rest.Slice(0, end), tooLong);
                rest = rest.Slice(rest.GetPosition(1, end));
                tooLong = false;
                yield return line;
            }
            if (rest.Length > MaxBytes)
            {
                tooLong = true;
                rest = rest.Slice(rest.End);
            }
            if (result.IsCompleted)
            {
                if (rest.Length > 0 || tooLong)
                    yield return Decode(number + 1, rest, tooLong);
                pipe.AdvanceTo(result.Buffer.End);
                yield break;
            }
            pipe.AdvanceTo(rest.Start, result.Buffer.End);
        }
    }

    private static TextLine Decode(long number, ReadOnlySequence<byte> bytes, bool tooLong)
    {
        if (tooLong || bytes.Length > MaxBytes)
            return new(number, null, "line-too-long");
        try
        {
            var text = Strict.GetString(bytes);
            if (number == 1 && text.StartsWith('\uFEFF'))
                text = text[1..];
            if (text.EndsWith('\r'))
                text = text[..^1];
            return text.Contains('\0', StringComparison.Ordinal) ? new(number, null, "null-character") : new(number, text, null);
        }
        catch (DecoderFallbackException)
        {
            return new(number, null, "not-utf-8");
        }
    }
}
