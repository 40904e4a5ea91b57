namespace Governance.Portal.PrivacyCentre.Theme;

internal static class Logo
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
    };

    public static bool IsKnown(string file) => Types.ContainsKey(Path.GetExtension(file));

    public static string TypeOf(string file) => Types[Path.GetExtension(file)];
}
