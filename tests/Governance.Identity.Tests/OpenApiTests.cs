using Governance.Identity.Tests.Support;
using Governance.Testing;

namespace Governance.Identity.Tests;

public sealed class OpenApiTests(IdentityFixture identity)
{
    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        using var client = identity.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "identity");
    }
}
