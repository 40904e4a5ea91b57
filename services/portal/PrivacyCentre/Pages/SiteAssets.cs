using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Governance.Portal.PrivacyCentre.Theme;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>Style, script and logo. Their addresses carry a hash of what is in them, so browsers may keep them.</summary>
internal sealed class SiteAssets(PrivacyCentreOptions options)
{
    private readonly string _theme = $":root{{color-scheme:light;{options.Light.Css()}}}\n@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{options.Dark.Css()}}}}}\n";
    private readonly string _style = Read("privacy.css");
    private readonly string _script = Read("privacy.js");

    public string Theme => Address("theme.css", _theme);

    public string Style => Address("privacy.css", _style);

    public string Script => Address("privacy.js", _script);

    public string? LogoPath => options.LogoFile is null ? null : Paths.Asset("logo");

    public void Map(WebApplication app)
    {
        var files = app.MapGroup(Paths.Root + "/assets").ExcludeFromDescription();
        Serve("theme.css", "text/css; charset=utf-8", () => _theme);
        Serve("privacy.css", "text/css; charset=utf-8", () => _style);
        Serve("privacy.js", "text/javascript; charset=utf-8", () => _script);
        files.MapGet("/logo", (HttpResponse response) =>
        {
            if (options.LogoFile is not { } file)
                return Results.NotFound();
            // A drawing can hold script: opened by itself, it runs none and loads nothing.
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            response.Headers.CacheControl = "public, max-age=3600";
            return Results.File(Path.GetFullPath(file), Logo.TypeOf(file));
        }).WithName("Privacy.GetLogo").AllowPublic("The organisation's logo.");

        void Serve(string file, string type, Func<string> text) => files.MapGet("/" + file, (HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return TypedResults.Text(text(), type);
        }).WithName($"Privacy.GetAsset.{file}").AllowPublic("Static file of the privacy centre.");
    }

    private static string Address(string file, string text) => $"{Paths.Asset(file)}?v={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}";

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Governance.Portal.PrivacyCentre.Assets.{file}")
            ?? throw new InvalidOperationException($"The asset {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
