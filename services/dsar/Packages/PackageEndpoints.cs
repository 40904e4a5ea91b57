using System.Reflection;
using Governance.ServiceDefaults.Authorization;

namespace Governance.Dsar.Packages;

/// <summary>The page that a mail links to, and the download behind it.</summary>
internal static class PackageEndpoints
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string Page = Asset("package.html");
    private static readonly string Script = Asset("package.js");
    private static readonly string Style = Asset("package.css");

    public static void MapPackages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/packages").ExcludeFromDescription();
        pages.MapGet("/{id:guid}", (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = Policy;
            return TypedResults.Text(Page, "text/html; charset=utf-8");
        }).WithName("Dsar.GetPackagePage").AllowPublic("Static page: the secret stays in the browser until it is posted.");
        pages.MapGet("/assets/package.js", () => TypedResults.Text(Script, "text/javascript; charset=utf-8")).WithName("Dsar.GetPackageScript").AllowPublic("Static script of the page.");
        pages.MapGet("/assets/package.css", () => TypedResults.Text(Style, "text/css; charset=utf-8")).WithName("Dsar.GetPackageStyle").AllowPublic("Static style of the page.");
        app.MapPost("/v1/public/packages/{id:guid}/download", DownloadPackage.HandleAsync)
            .WithName("Dsar.DownloadPackage")
            .WithTags("Packages")
            .AllowPublic("The link's secret is asked for.");
    }

    private static string Asset(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Governance.Dsar.Packages.Assets.{file}")
            ?? throw new InvalidOperationException($"The asset {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
