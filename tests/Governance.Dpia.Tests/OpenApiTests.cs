using Governance.Testing;

namespace Governance.Dpia.Tests;

public sealed class OpenApiTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        using var client = service.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "dpia");
    }
}
