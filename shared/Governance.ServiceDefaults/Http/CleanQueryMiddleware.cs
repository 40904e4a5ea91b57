using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;

namespace Governance.ServiceDefaults.Http;

/// <summary>Refuses U+0000 in the query string, which PostgreSQL text can't hold, so that bad input is a 400 and not a 500.</summary>
internal sealed class CleanQueryMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) != true)
            return next(context);
        var field = context.Request.Query.FirstOrDefault(q => q.Value.ToString().Contains('\0', StringComparison.Ordinal)).Key ?? "query";
        return Problems.Validation(field, "The character U+0000 is not accepted.").ExecuteAsync(context);
    }
}
