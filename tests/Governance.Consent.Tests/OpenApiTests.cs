using Governance.Testing;

namespace Governance.Consent.Tests;

public sealed class OpenApiTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        using var client = service.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "consent");
    }
}
