using Governance.Architecture.Tests.Fixtures;
using Governance.Architecture.Tests.Rules;
using Microsoft.AspNetCore.Routing;

namespace Governance.Architecture.Tests;

public sealed class EndpointTests
{
    private static readonly HashSet<string> PublicList =
        [.. File.ReadAllLines(Path.Combine(Repository.ThisFolder(), "PublicEndpoints.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Every_service_maps_endpoints_of_its_own() =>
        Violations.None(ServiceHost.All.Where(s => !s.Endpoints.Any(e => e.RoutePattern.RawText!.Contains("v1/", StringComparison.Ordinal))).Select(s => s.Name));

    [Fact]
    public void Every_endpoint_asks_for_a_permission_or_stands_on_the_public_list() =>
        Violations.None(ServiceHost.All.SelectMany(s => EndpointRule.Check(s.Name, s.Endpoints, PublicList)));

    [Fact]
    public void The_public_list_names_nothing_that_is_gone() =>
        Violations.None(EndpointRule.Stale(ServiceHost.All.SelectMany(s => s.Endpoints.Select(e => (s.Name, e))), PublicList));

    [Fact]
    public void Endpoint_names_are_unique_over_all_services() =>
        Violations.None(UniqueRule.Check(ServiceHost.All.SelectMany(s => s.Endpoints.SelectMany(Names))));

    [Fact]
    public void Every_endpoint_of_the_api_has_a_name() =>
        Violations.None(ServiceHost.All.SelectMany(s => UniqueRule.Nameless(s.Name, s.Endpoints)));

    [Fact]
    public void Queue_names_are_unique_and_begin_with_the_service()
    {
        Violations.None(UniqueRule.Check(ServiceHost.All.SelectMany(s => s.Queues)));
        Violations.None(ServiceHost.All.SelectMany(s => UniqueRule.WithoutPrefix(s.Name, s.Queues)));
    }

    [Fact]
    public void Endpoints_without_permission_break_the_rule() => Assert.Equal(
        [
            "bad GET /v1/open: asks for no permission",
            "bad POST /v1/open: asks for no permission",
            "bad GET /v1/unlisted: is public, but not on the list",
            "bad GET /v1/anonymous: is public, but not on the list",
            "bad GET /v1/only-said: names a permission, but no policy asks for it",
            "bad GET /v1/unknown: asks for the unknown permission cakes:eat",
        ],
        EndpointRule.Check("bad", BadEndpoints.Build(), new HashSet<string> { "* GET /v1/listed" }));

    [Fact]
    public void A_public_list_that_names_something_gone_breaks_the_rule() => Assert.Equal(
        ["bad GET /v1/gone"],
        EndpointRule.Stale(BadEndpoints.Build().Select(e => ("bad", e)), new HashSet<string> { "* GET /v1/listed", "bad GET /v1/gone" }));

    [Fact]
    public void Names_that_stand_twice_and_queues_without_prefix_break_the_rules()
    {
        Assert.Contains("bad GET /v1/unknown", UniqueRule.Nameless("bad", BadEndpoints.Build()));
        Assert.DoesNotContain("bad GET /v1/good", UniqueRule.Nameless("bad", BadEndpoints.Build()));
        Assert.Equal(["Bad.Same"], UniqueRule.Check(BadEndpoints.Build().SelectMany(Names)));
        Assert.Equal(["good.a"], UniqueRule.Check(["good.a", "good.b", "good.a"]));
        Assert.Equal(["other.a", "good", "good.", "goods.b"], UniqueRule.WithoutPrefix("good", ["good.a", "other.a", "good", "good.", "goods.b"]));
    }

    private static IEnumerable<string> Names(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is { } name ? [name.EndpointName] : [];
}
