using Governance.Identity.Pages;
using Governance.Identity.Protocol.Seam;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Protocol;

internal static class AuthorizeEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext http,
        IClientDirectory clients,
        ISignInSessions sessions,
        ISubjectDirectory subjects,
        IGrantStore grants,
        IOptions<ProtocolOptions> options,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var parameters = await ProtocolParameters.ReadAsync(http.Request, cancellationToken);
        if (parameters is null)
            return ErrorPage.Show("The sign-in request can't be read.");
        var (request, problem) = await AuthorizeRequestReader.ReadAsync(parameters, clients, cancellationToken);
        var issuer = options.Value.IssuerUrl;
        if (problem is not null)
            return problem.RedirectUri is null ? ErrorPage.Show(problem.Description) : Refuse(problem, issuer);

        var session = await FindUsableSessionAsync(http, request!, sessions, subjects, clock, cancellationToken);
        if (session is null)
        {
            return request!.Prompts.Contains("none")
                ? Refuse(new AuthorizeProblem(OAuth.Errors.LoginRequired, "The user has to sign in.", request.RedirectUri, request.State), issuer)
                : SeeOther.To(SignInUrl(parameters));
        }

        var code = await grants.IssueCodeAsync(
            new CodeRequest(request!.Client.Id, session, request.Scopes, request.RedirectUri, request.CodeChallenge, request.Nonce), cancellationToken);
        return SeeOther.To(WithQuery(request.RedirectUri, ("code", code), ("state", request.State), ("iss", issuer)));
    }

    private static async Task<SignedIn?> FindUsableSessionAsync(
        HttpContext http, AuthorizeRequest request, ISignInSessions sessions, ISubjectDirectory subjects, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.Prompts.Contains("login") || request.Prompts.Contains("select_account"))
            return null;
        var session = await sessions.FindCurrentAsync(http, cancellationToken);
        if (session is null || await subjects.FindActiveAsync(session.UserId, cancellationToken) is null)
            return null;
        return request.MaxAge is { } maxAge && clock.GetUtcNow() - session.AuthenticatedAt > maxAge ? null : session;
    }

    // The page comes back with the same request; without the prompt or a maximum age of nothing, or it would ask for ever. auth_time tells the client.
    private static string SignInUrl(ProtocolParameters parameters)
    {
        var query = new QueryBuilder(parameters.Pairs.Where(p => p.Key is not ("prompt" or "login_hint") && (p.Key, p.Value) is not ("max_age", "0")));
        var returnUrl = OAuth.Paths.Authorize + query.ToString();
        return QueryHelpers.AddQueryString(SignInPage.Path, "returnUrl", returnUrl);
    }

    private static IResult Refuse(AuthorizeProblem problem, string issuer) => SeeOther.To(WithQuery(
        problem.RedirectUri!, ("error", problem.Error), ("error_description", problem.Description), ("state", problem.State), ("iss", issuer)));

    private static string WithQuery(string uri, params (string Name, string? Value)[] values) =>
        QueryHelpers.AddQueryString(uri, values.Where(v => v.Value is not null).Select(v => KeyValuePair.Create(v.Name, v.Value)));
}
