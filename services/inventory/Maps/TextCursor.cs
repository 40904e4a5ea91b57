using System.Buffers.Text;
using System.Text;

namespace Governance.Inventory.Maps;

/// <summary>Cursors of lists that are ordered by names: the last row's key, in signs that an address can carry.</summary>
internal static class TextCursor
{
    public static string Of(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <param name="key">Null for the first page.</param>
    public static bool TryRead(string? after, out string? key)
    {
        key = null;
        if (after is null)
            return true;
        if (!Base64Url.IsValid(after))
            return false;
        key = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after));
        return true;
    }
}
