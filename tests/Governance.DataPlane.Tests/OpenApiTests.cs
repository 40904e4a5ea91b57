using Governance.DataPlane.Tests.Support;
using Governance.Testing;

namespace Governance.DataPlane.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_committed_description_is_what_the_service_serves()
    {
        await using var service = new DataPlaneFixture();
        await service.InitializeAsync();
        using var client = service.Anonymous();
        await OpenApiFile.IsAsServedAsync(client, "dataplane");
        await service.DisposeStoresAsync();
    }
}
