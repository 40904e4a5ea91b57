using Governance.ServiceDefaults.Errors;

namespace Governance.Portal.SignIn;

internal static class Unavailable
{
    public static IResult Provider(HttpContext http) => Of(http, "The identity provider does not answer.");

    public static IResult Of(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = "2";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", detail);
    }
}
