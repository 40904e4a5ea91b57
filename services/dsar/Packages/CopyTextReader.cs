using System.Text;

namespace Governance.Dsar.Packages;

/// <summary>Reads PostgreSQL COPY text row by row. A value is null for \N.</summary>
internal sealed class CopyTextReader(Stream source, int columns) : IDisposable
{
    private readonly StreamReader lines = new(source, new UTF8Encoding(false, throwOnInvalidBytes: true), false, 64 * 1024);
    private readonly string?[] row = new string?[columns];
    private readonly StringBuilder text = new();

    /// <returns>The row, valid until the next call; null at the end.</returns>
    public async ValueTask<string?[]?> ReadAsync(CancellationToken ct)
    {
        // COPY text escapes line ends within values, so a line is a row.
        if (await lines.ReadLineAsync(ct) is not { } line || line == "\\.")
            return null;
        var (column, start) = (0, 0);
        while (true)
        {
            var end = line.IndexOf('\t', start);
            var field = line.AsSpan(start, (end < 0 ? line.Length : end) - start);
            if (column == columns)
                throw new InvalidDataException("A row of the part has more values than the step has columns.");
            row[column++] = Unescape(field);
            if (end < 0)
                break;
            start = end + 1;
        }

        return column == columns ? row : throw new InvalidDataException("A row of the part has fewer values than the step has columns.");
    }

    public void Dispose() => lines.Dispose();

    private string? Unescape(ReadOnlySpan<char> field)
    {
        if (field is "\\N")
            return null;
        if (!field.Contains('\\'))
            return field.ToString();
        text.Clear();
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\' || i + 1 == field.Length)
            {
                text.Append(field[i]);
                continue;
            }

            i++;
            text.Append(field[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                var other => other,
            });
        }

        return text.ToString();
    }
}
