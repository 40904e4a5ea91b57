using Governance.Contracts;
using Governance.ServiceDefaults.Authorization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Governance.Architecture.Tests.Rules;

/// <summary>Every endpoint asks for a known permission, or stands on the list of public ones.</summary>
internal static class EndpointRule
{
    public static IReadOnlyList<string> Check(string service, IEnumerable<RouteEndpoint> endpoints, IReadOnlySet<string> publicList) =>
        [.. endpoints.SelectMany(endpoint => Routes(service, endpoint).Select(route => (route, problem: Problem(route, endpoint, publicList))))
            .Where(e => e.problem is not null).Select(e => $"{e.route}: {e.problem}")];

    /// <summary>Lines of the list that no endpoint stands for any more.</summary>
    public static IReadOnlyList<string> Stale(IEnumerable<(string Service, RouteEndpoint Endpoint)> endpoints, IReadOnlySet<string> publicList) =>
        [.. publicList.Except(endpoints.Where(e => IsPublic(e.Endpoint)).SelectMany(e => Routes(e.Service, e.Endpoint).SelectMany(r => (string[])[r, AnyService(r)])))];

    public static IEnumerable<string> Routes(string service, RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        return (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).DefaultIfEmpty("*").Select(method => $"{service} {method} {path}");
    }

    private static string? Problem(string route, RouteEndpoint endpoint, IReadOnlySet<string> publicList)
    {
        if (IsPublic(endpoint))
            return publicList.Contains(route) || publicList.Contains(AnyService(route)) ? null : "is public, but not on the list";
        var permissions = endpoint.Metadata.OfType<RequiredPermission>().ToList();
        if (permissions.Count == 0)
            return "asks for no permission";
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            return "names a permission, but no policy asks for it";
        return permissions.Find(p => !Permissions.All.Contains(p.Permission)) is { } unknown ? $"asks for the unknown permission {unknown.Permission}" : null;
    }

    private static bool IsPublic(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string AnyService(string route) => "*" + route[route.IndexOf(' ', StringComparison.Ordinal)..];
}
