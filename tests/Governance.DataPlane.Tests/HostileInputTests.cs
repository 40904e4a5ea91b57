using Governance.Contracts;
using Governance.DataPlane.Tests.Support;
using Governance.Testing.Hostile;

namespace Governance.DataPlane.Tests;

public sealed class HostileInputTests
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        await using var service = new DataPlaneFixture();
        await service.InitializeAsync();
        using var client = service.Client("anybody", [.. Permissions.All]);
        await HostileCalls.AreRefusedAsync(client, "dataplane");
        await service.DisposeStoresAsync();
    }
}
