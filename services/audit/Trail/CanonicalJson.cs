using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.Audit.Trail;

/// <summary>
/// One byte sequence per JSON value, after RFC 8785: keys in order of their UTF-16 code units, no white space, shortest
/// escapes. Integers are kept as written where RFC 8785 would round them to a double: the log must lose nothing.
/// </summary>
internal static class CanonicalJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    public static byte[] Encode(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                Put(Number(value), output);
                break;
            default:
                Put(value.GetRawText(), output);
                break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        var members = value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        output.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                if (members[i].NameEquals(members[i - 1].Name))
                    throw new JsonException("The same key stands twice in one object.");
                output.Write(","u8);
            }

            WriteString(members[i].Name, output);
            output.Write(":"u8);
            Write(members[i].Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var isFirst = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            Write(item, output);
        }

        output.Write("]"u8);
    }

    // RFC 8785 section 3.2.2.2
    internal static void WriteString(string value, ArrayBufferWriter<byte> output)
    {
        if (!value.AsSpan().ContainsAny(Escaped))
        {
            output.Write("\""u8);
            Put(value, output);
            output.Write("\""u8);
            return;
        }

        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        Put(text.Append('"').ToString(), output);
    }

    private static string Number(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? raw == "-0" ? "0" : raw
            : EcmaScript(value.GetDouble());
    }

    /// <summary>How ECMAScript prints a number (RFC 8785 section 3.2.2.3): the shortest digits that read back the same.</summary>
    internal static string EcmaScript(double number)
    {
        if (!double.IsFinite(number))
            throw new JsonException("The number is too large.");
        if (number == 0)
            return "0";

        // .NET finds the same shortest digits, only writes them in another form: 1E-07, 0.0001, 1.5E+21.
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var (whole, fraction) = parts[0].Split('.') is [var w, var f] ? (w, f) : (parts[0], "");
        var significant = (whole + fraction).TrimStart('0');
        var exponent = whole.Length - 1 - (whole.Length + fraction.Length - significant.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        var digits = significant.TrimEnd('0');
        var sign = number < 0 ? "-" : "";
        return sign + (exponent switch
        {
            >= 0 and < 21 when digits.Length <= exponent + 1 => digits.PadRight(exponent + 1, '0'),
            >= 0 and < 21 => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            < 0 and >= -6 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ => $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}",
        });
    }

    private static void Put(string text, ArrayBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
}
