using System.Text.Json;
using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Governance.ServiceDefaults.Errors;

/// <summary>Turns what the framework refuses (JSON it can't read, a body too large, a malformed parameter) into problem details that name the field.</summary>
internal sealed class BadRequestExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        httpContext.Response.StatusCode = bad.StatusCode;
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = Describe(bad) });
        return true;
    }

    private static ProblemDetails Describe(BadHttpRequestException bad)
    {
        if (bad.StatusCode == StatusCodes.Status400BadRequest && bad.InnerException is JsonException json)
        {
            return new HttpValidationProblemDetails(new Dictionary<string, string[]> { [FieldOf(json)] = [MessageOf(json)] })
            {
                Type = Problems.TypeOf("validation"),
                Title = "The request is not valid.",
                Status = bad.StatusCode,
            };
        }
        return new ProblemDetails
        {
            Status = bad.StatusCode,
            Title = Problems.TitleOf(bad.StatusCode),
            // The framework's messages name the parameter, never its value.
            Detail = bad.StatusCode == StatusCodes.Status400BadRequest && !bad.Message.Contains("Failed to bind", StringComparison.Ordinal) ? bad.Message : FieldOfBinding(bad.Message),
        };
    }

    private static string FieldOf(JsonException json)
    {
        var path = string.Join('.', ((string[])[json.Path?.TrimStart('$', '.') ?? "", json.Data[NoNullElements.Field] as string ?? ""]).Where(p => p.Length > 0));
        return path.Length == 0 ? MissingOf(json.Message) : path;
    }

    /// <summary>"… missing required properties including: 'type', 'email'." → "type".</summary>
    private static string MissingOf(string message)
    {
        var parts = message.Contains("missing required", StringComparison.Ordinal) ? message.Split('\'') : [];
        return parts.Length > 3 ? parts[^2] : "body";
    }

    private static string MessageOf(JsonException json) =>
        json.Message.Contains("missing required", StringComparison.Ordinal) ? "Required." : "The value is not of the expected type or form.";

    private static string? FieldOfBinding(string message)
    {
        var parts = message.Split('"');
        return parts.Length > 1 ? $"The parameter {parts[1].Split(' ')[^1]} is not of the expected form." : null;
    }
}
