using System.Reflection;
using System.Text.Encodings.Web;
using Governance.Consent.Data;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Governance.ServiceDefaults.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Preferences;

/// <summary>The browser script with its types, and, in demo mode, a page that uses it.</summary>
internal static class PreferencePages
{
    private const string DemoPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Nobody's address: example.org is reserved (RFC 2606).</summary>
    private const string DemoPerson = "demo@example.org";

    private static readonly (string File, string Type, bool DemoOnly)[] Assets =
    [
        ("governance-consent.js", "text/javascript; charset=utf-8", false),
        ("governance-consent.d.ts", "text/plain; charset=utf-8", false),
        ("demo.js", "text/javascript; charset=utf-8", true),
        ("demo.css", "text/css; charset=utf-8", true),
    ];

    public static void MapPreferencePages(this IEndpointRouteBuilder app)
    {
        var demo = app.ServiceProvider.GetRequiredService<IOptions<PreferenceOptions>>().Value.Demo;
        var pages = app.MapGroup("/preferences").ExcludeFromDescription();
        foreach (var (file, type, demoOnly) in Assets.Where(a => demo || !a.DemoOnly))
        {
            var text = Read(file);
            pages.MapGet($"/{file}", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=3600";
                response.Headers.AccessControlAllowOrigin = "*";
                return TypedResults.Text(text, type);
            }).WithName($"Consent.GetAsset.{file}").AllowPublic("Static file of the preference centre.");
        }
        if (demo)
            pages.MapGet("/demo", ShowDemoAsync).WithName("Consent.GetPreferenceDemo").AllowPublic("Demo mode only: the choices of a made-up person.");
    }

    /// <param name="site">Code of the site; the first there is unless told.</param>
    private static async Task<IResult> ShowDemoAsync(string? site, HttpResponse response, ConsentDbContext db, PreferenceTokens tokens, SubjectPseudonymizer pseudonymizer, CancellationToken ct)
    {
        if (await db.Set<PreferenceSite>().AsNoTracking().Where(s => site == null || s.Code == site).OrderBy(s => s.Code).FirstOrDefaultAsync(ct) is not { } shown)
            return Problems.NotFound("site");
        var (token, _) = tokens.Mint(shown.Code, pseudonymizer.Pseudonym(Identifiers.Email, DemoPerson), "en", "demo");
        response.Headers.ContentSecurityPolicy = DemoPolicy;
        return TypedResults.Text($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Preference centre · demo</title>
              <link rel="stylesheet" href="/preferences/demo.css">
              <script type="module" src="/preferences/demo.js"></script>
            </head>
            <body>
              <main>
                <h1>A shop</h1>
                <p>This stands for a page of your own. Below it the script has drawn the preference centre.</p>
                <div id="preferences" data-site="{HtmlEncoder.Default.Encode(shown.Code)}" data-token="{HtmlEncoder.Default.Encode(token)}"></div>
                <noscript><p>The preference centre needs JavaScript. Write to us instead: every choice can be changed that way too.</p></noscript>
              </main>
            </body>
            </html>
            """, "text/html; charset=utf-8");
    }

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Governance.Consent.Preferences.Assets.{file}")
            ?? throw new InvalidOperationException($"The asset {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
