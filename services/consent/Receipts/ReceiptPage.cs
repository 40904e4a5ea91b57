using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Governance.ServiceDefaults.Authorization;
using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.Consent.Receipts;

/// <summary>A page on which anyone can paste a receipt. Plain HTML: it works without script, and none may run.</summary>
internal static class ReceiptPage
{
    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapReceiptPage(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/receipts").ExcludeFromDescription();
        pages.MapGet("/", (HttpResponse response) => Html(response, "", null)).WithName("Consent.GetReceiptPage").AllowPublic("Anyone may verify a receipt.");
        pages.MapPost("/", VerifyAsync).WithName("Consent.PostReceiptPage").AllowPublic("Anyone may verify a receipt.");
        pages.MapGet("/assets/receipts.css", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "public, max-age=3600";
            return TypedResults.Text(Style, "text/css; charset=utf-8");
        }).WithName("Consent.GetReceiptStyle").AllowPublic("Static style of the page.");
    }

    private static async Task<IResult> VerifyAsync(HttpRequest request, ReceiptVerifier verifier, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return Problems.Validation("receipt", "A form field is expected.");
        // Nothing is changed by this form, so it needs no token against forgery.
        var receipt = (await request.ReadFormAsync(ct))["receipt"].ToString();
        return Html(request.HttpContext.Response, receipt, await verifier.CheckAsync(receipt, ct));
    }

    private static ContentHttpResult Html(HttpResponse response, string receipt, ReceiptCheck? check)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XFrameOptions = "DENY";
        return TypedResults.Text(Document(receipt, check), "text/html; charset=utf-8", Encoding.UTF8);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string Document(string receipt, ReceiptCheck? check) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{(check is null ? "" : check.Valid ? "Genuine: " : "Not verified: ")}Verify a consent receipt</title>
          <link rel="stylesheet" href="/receipts/assets/receipts.css">
        </head>
        <body>
          <main>
            <h1>Verify a consent receipt</h1>
            {Answer(check)}
            <form method="post" action="/receipts">
              <label for="receipt">Receipt</label>
              <p id="hint">Paste the whole receipt: three parts with full stops between them.</p>
              <textarea id="receipt" name="receipt" rows="8" required spellcheck="false" autocomplete="off" aria-describedby="hint" maxlength="{ReceiptVerifier.MaxLength}">{Encode(receipt)}</textarea>
              <button>Verify</button>
            </form>
            <p>You can verify without us too: the receipt is a JSON Web Signature (ES256), the keys are <a href="{ReceiptEndpoints.KeysPath}">published</a>.</p>
          </main>
        </body>
        </html>
        """;

    private static string Answer(ReceiptCheck? check) => check switch
    {
        null => "",
        { Valid: true } => $"""
            <section role="status" class="good"><h2>This receipt is genuine</h2>
            <p>It was signed by this service and nobody has changed it since. It says what was recorded then, not what holds today.</p>
            <pre tabindex="0">{Encode(JsonSerializer.Serialize(check.Content, Indented))}</pre></section>
            """,
        _ => $"""<section role="alert" class="bad"><h2>This receipt does not verify</h2><p>{Encode(Words(check.Fault!.Value))}</p></section>""",
    };

    private static string Words(ReceiptFault fault) => fault switch
    {
        ReceiptFault.Malformed => "It is not a whole receipt. Was a part of it left out?",
        ReceiptFault.NotAReceipt => "It is signed, but not as a consent receipt.",
        ReceiptFault.UnknownKey => "It was signed with a key that is not one of ours.",
        ReceiptFault.KeyWithdrawn => "Its key was withdrawn because others may have had it: ask for a new receipt.",
        _ => "The signature does not fit: it was changed, or not signed by us.",
    };

    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; max-width: 45rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
        label { display: block; font-weight: 600; }
        textarea { width: 100%; box-sizing: border-box; font: .875rem/1.4 ui-monospace, monospace; }
        button { margin-top: .5rem; padding: .625rem 1.25rem; font: inherit; font-weight: 700; }
        pre { overflow-x: auto; padding: .75rem; border: 1px solid; }
        section { border-left: .375rem solid; padding: 0 1rem; margin-bottom: 1rem; }
        .good { border-color: #1a7f37; }
        .bad { border-color: #b42318; }
        :focus-visible { outline: 3px solid; outline-offset: 2px; }
        """;
}
