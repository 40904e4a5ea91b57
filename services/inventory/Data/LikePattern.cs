namespace Governance.Inventory.Data;

internal static class LikePattern
{
    /// <summary>As it stands between wildcards, with <c>\</c> as the escape character.</summary>
    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
