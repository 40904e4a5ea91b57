using Governance.Dsar.Tests.Support;
using Governance.Testing;

namespace Governance.Dsar.Tests;

[Collection(nameof(DsarCollection))]
public sealed class OpenApiTests(DsarFixture service)
{
    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        using var client = service.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "dsar");
    }
}
