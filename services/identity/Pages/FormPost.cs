using Microsoft.AspNetCore.Antiforgery;

namespace Governance.Identity.Pages;

internal static class FormPost
{
    /// <summary>The form, or null when it can't be read or its antiforgery token isn't ours.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext http, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return null;
        }
        return await http.Request.ReadFormAsync(cancellationToken);
    }

    public static IResult Refuse() => ErrorPage.Show("The form is too old, can't be read, or cookies are blocked.");

    /// <summary>The hidden field that goes with the antiforgery cookie.</summary>
    public static string TokenField(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return $"<input type=\"hidden\" name=\"{Page.Encode(tokens.FormFieldName)}\" value=\"{Page.Encode(tokens.RequestToken)}\">";
    }
}
