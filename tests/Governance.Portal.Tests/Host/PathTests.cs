using Governance.Portal.Api;
using Governance.Portal.Security;

namespace Governance.Portal.Tests.Host;

/// <summary>What may be forwarded and where a sign-in may lead: both decided on hostile text.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData("/api/dsar/v1/requests", "v1/requests")]
    [InlineData("/api/dsar/v1/requests?state=a,b&after=%2F..%2F", "v1/requests?state=a,b&after=%2F..%2F")]
    [InlineData("/api/dsar/v1/notices/with%20space/versions/3", "v1/notices/with%20space/versions/3")]
    [InlineData("/api/dsar/v1/x/a.b..c", "v1/x/a.b..c")]
    public void A_path_below_v1_goes_through_as_it_came(string target, string expected) => Assert.Equal(expected, ForwardPath.Of(target, "dsar"));

    [Theory]
    [InlineData("/api/dsar/connect/token")]
    [InlineData("/api/dsar/health/ready")]
    [InlineData("/api/dsar/v1")]
    [InlineData("/api/dsar/v1/")]
    [InlineData("/api/dsar/v1//requests")]
    [InlineData("/api/dsar/v1/../health/live")]
    [InlineData("/api/dsar/v1/./requests")]
    [InlineData("/api/dsar/v1/%2e%2e/health/live")]
    [InlineData("/api/dsar/v1/%2E%2E%2Fhealth")]
    [InlineData("/api/dsar/v1/..%2fhealth")]
    [InlineData("/api/dsar/v1/..%5chealth")]
    [InlineData("/api/dsar/v1/%252e%252e/health")]
    [InlineData("/api/dsar/v1/a\\b")]
    [InlineData("/api/dsar/v1/a%00b")]
    [InlineData("/api/dsar/v1/a%0d%0ab")]
    [InlineData("/api/dsar/v1/a%3fb")]
    [InlineData("/api/dsar/v1/a#b")]
    [InlineData("/api/identity/v1/users")]
    [InlineData("/API/dsar/v1/requests")]
    [InlineData("http://evil.example/api/dsar/v1/requests")]
    [InlineData("/api/dsar/@evil.example/v1/requests")]
    [InlineData("//evil.example/api/dsar/v1/requests")]
    public void A_path_that_could_mean_another_place_does_not(string target) => Assert.Null(ForwardPath.Of(target, "dsar"));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/requests?open=true&sort=dueOn", "/requests?open=true&sort=dueOn")]
    [InlineData("/audit/entries/7#proof", "/audit/entries/7#proof")]
    public void Signing_in_leads_back_to_a_path_of_the_portal(string path, string expected) => Assert.Equal(expected, LocalPath.OrHome(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("requests")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/ok\r\nSet-Cookie: a=b")]
    public void Signing_in_never_leads_elsewhere(string? path) => Assert.Equal("/", LocalPath.OrHome(path));
}
