using Governance.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Governance.ServiceDefaults.Errors;

/// <summary>Problem details (RFC 9457) with a stable <c>type</c>: <c>urn:governance:problem:&lt;code&gt;</c>.</summary>
public static class Problems
{
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, "not-found", $"There is no such {what}.");

    /// <summary>400 with the fields that are wrong, camelCase path → messages.</summary>
    public static ProblemHttpResult Validation(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors)
        {
            Type = TypeOf("validation"),
            Title = "The request is not valid.",
            Status = StatusCodes.Status400BadRequest,
        });

    public static ProblemHttpResult Validation(string field, string message) =>
        Validation(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>409: the state of things doesn't allow it. <paramref name="code"/> is kebab-case.</summary>
    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    public static ProblemHttpResult Forbidden(string code, string detail) => Of(StatusCodes.Status403Forbidden, code, detail);

    public static ProblemHttpResult Gone(string code, string detail) => Of(StatusCodes.Status410Gone, code, detail);

    public static ProblemHttpResult Unprocessable(string code, string detail) => Of(StatusCodes.Status422UnprocessableEntity, code, detail);

    public static ProblemHttpResult PreconditionFailed() =>
        Of(StatusCodes.Status412PreconditionFailed, "version-conflict", "The resource has changed meanwhile. Read it again and repeat with its ETag.");

    public static ProblemHttpResult PreconditionRequired() =>
        Of(StatusCodes.Status428PreconditionRequired, "if-match-required", "Send the resource's ETag in the If-Match header.");

    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail: detail, statusCode: status, title: TitleOf(status), type: TypeOf(code));

    public static string TypeOf(string code) => $"urn:governance:problem:{code}";

    internal static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
