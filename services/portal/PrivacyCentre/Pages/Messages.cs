using System.Globalization;

namespace Governance.Portal.PrivacyCentre.Pages;

/// <summary>Pages that say that something did not work, and what to do.</summary>
internal static class Messages
{
    public static IResult Missing(PageContext context) => Say(context, "missing", StatusCodes.Status404NotFound);

    public static IResult Foreign(PageContext context) => Say(context, "foreign", StatusCodes.Status403Forbidden);

    public static IResult Unavailable(PageContext context)
    {
        context.Http.Response.Headers.RetryAfter = "30";
        return Say(context, "unavailable", StatusCodes.Status503ServiceUnavailable);
    }

    public static IResult TooOften(PageContext context, TimeSpan? wait)
    {
        var minutes = (int)Math.Ceiling((wait ?? TimeSpan.FromMinutes(10)).TotalMinutes);
        context.Http.Response.Headers.RetryAfter = (minutes * 60).ToString(CultureInfo.InvariantCulture);
        return Say(context, "often", StatusCodes.Status429TooManyRequests, context.Say.Count(minutes, "minutes"));
    }

    private static IResult Say(PageContext context, string what, int status, string time = "") => context.Page(context.Say[$"{what}.title"], Html.Of($"""
        <h1>{context.Say[$"{what}.title"]}</h1>
        <p class="lead">{context.Say.Say($"{what}.text", ("time", time))}</p>
        {Parts.Back(context.Say)}
        """), status, failed: true);
}
