using System.Net;

namespace Governance.Demo.Client;

/// <summary>A service answered with something other than success. <see cref="ProblemType"/> is the stable type of its problem details.</summary>
public sealed class ApiException(HttpMethod method, string path, HttpStatusCode status, string? problemType, string? title, string? body)
    : Exception($"{method} {path} answered {(int)status}{(title is null ? "" : $": {title}")}{(problemType is null ? "" : $" ({problemType})")}")
{
    public HttpStatusCode Status { get; } = status;

    public string? ProblemType { get; } = problemType;

    public string? Body { get; } = body;
}
