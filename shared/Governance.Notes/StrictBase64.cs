namespace Governance.Notes;

/// <summary>Base 64 of RFC 4648 section 4 with one spelling for each value: no white space, right padding, no stray bits.</summary>
public static class StrictBase64
{
    /// <returns>Null for anything else.</returns>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text ? bytes[..length] : null;
    }
}
