using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;

namespace Governance.Dsar.Packages;

/// <summary>
/// RFC 4180 with a header line, UTF-8, CRLF. Values are exact: nothing is put before =, +, - or @, so that the copy is the data; the index says so.
/// Null is an empty field, an empty text is "".
/// </summary>
internal static class CsvTable
{
    public static async Task<long> WriteAsync(Stream target, IReadOnlyList<PlanColumn> columns, CopyTextReader rows, Action<string?[]> onRow, CancellationToken ct)
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        var line = new StringBuilder();
        await writer.WriteLineAsync(Line(line, [.. columns.Select(c => c.Name)]), ct);
        var count = 0L;
        while (await rows.ReadAsync(ct) is { } row)
        {
            await writer.WriteLineAsync(Line(line, row), ct);
            onRow(row);
            count++;
        }

        return count;
    }

    private static StringBuilder Line(StringBuilder line, string?[] values)
    {
        line.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                line.Append(',');
            if (values[i] is not { } value)
                continue;
            if (value.Length > 0 && value.AsSpan().IndexOfAny(",\"\r\n") < 0)
                line.Append(value);
            else
                line.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line;
    }
}

/// <summary>An array of objects, one per row; numbers, booleans, JSON and null as such by the column's type.</summary>
internal static class JsonTable
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream target, IReadOnlyList<PlanColumn> columns, CopyTextReader rows, CancellationToken ct)
    {
        await using var writer = new Utf8JsonWriter(target, Options);
        var kinds = columns.Select(c => KindOf(c.Type)).ToArray();
        writer.WriteStartArray();
        while (await rows.ReadAsync(ct) is { } row)
        {
            writer.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                writer.WritePropertyName(columns[i].Name);
                WriteValue(writer, kinds[i], row[i]);
            }

            writer.WriteEndObject();
            if (writer.BytesPending > FlushAt)
                await writer.FlushAsync(ct);
        }

        writer.WriteEndArray();
        await writer.FlushAsync(ct);
    }

    private static void WriteValue(Utf8JsonWriter writer, Kind kind, string? value)
    {
        if (value is null)
            writer.WriteNullValue();
        else if (kind == Kind.Boolean && value is ("t" or "f"))
            writer.WriteBooleanValue(value == "t");
        else if ((kind == Kind.Number && IsNumber(value)) || (kind == Kind.Json && IsJson(value)))
            writer.WriteRawValue(value, skipInputValidation: true);
        else
            writer.WriteStringValue(value);
    }

    // numeric also knows NaN and Infinity, which JSON does not.
    private static bool IsNumber(string value) => value.Length > 0 && char.IsAsciiDigit(value[^1]) && (char.IsAsciiDigit(value[0]) || (value[0] == '-' && value.Length > 1 && char.IsAsciiDigit(value[1])));

    private static bool IsJson(string value)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(value));
            while (reader.Read())
            {
                // Reading to the end is the check.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Kind KindOf(string type)
    {
        var name = type.ToLowerInvariant();
        if (name is "boolean" or "bool")
            return Kind.Boolean;
        if (name is "json" or "jsonb")
            return Kind.Json;
        var isNumber = name is "smallint" or "integer" or "bigint" or "real" or "double precision" or "int2" or "int4" or "int8" or "float4" or "float8"
            || ((name.StartsWith("numeric", StringComparison.Ordinal) || name.StartsWith("decimal", StringComparison.Ordinal)) && !name.EndsWith("[]", StringComparison.Ordinal));
        return isNumber ? Kind.Number : Kind.Text;
    }

    private enum Kind
    {
        Text,
        Number,
        Boolean,
        Json,
    }
}
