using Microsoft.AspNetCore.Routing;

namespace Governance.Architecture.Tests.Rules;

/// <summary>Names that several services share would hide one behind the other.</summary>
internal static class UniqueRule
{
    public static IReadOnlyList<string> Check(IEnumerable<string> names) =>
        [.. names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key)];

    /// <summary>Endpoints of the API that clients and documents can't call by name.</summary>
    public static IReadOnlyList<string> Nameless(string service, IEnumerable<RouteEndpoint> endpoints) =>
        [.. endpoints.Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
            .SelectMany(e => EndpointRule.Routes(service, e))];

    public static IReadOnlyList<string> WithoutPrefix(string service, IEnumerable<string> queues) =>
        [.. queues.Where(q => !q.StartsWith(service + ".", StringComparison.Ordinal) || q.Length == service.Length + 1)];
}
