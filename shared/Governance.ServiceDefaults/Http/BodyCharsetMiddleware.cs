using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Governance.ServiceDefaults.Http;

/// <summary>Refuses a body in a character set that there is not, which the framework answers as an error of the service.</summary>
internal sealed class BodyCharsetMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true
        && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type is { Charset.Length: > 0, Encoding: null }
            ? throw new BadHttpRequestException("The body's character set is unknown.", StatusCodes.Status415UnsupportedMediaType)
            : next(context);
}
