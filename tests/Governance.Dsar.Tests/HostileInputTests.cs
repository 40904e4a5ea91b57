using Governance.Contracts;
using Governance.Dsar.Tests.Support;
using Governance.Testing.Hostile;

namespace Governance.Dsar.Tests;

public sealed class HostileInputTests(DsarFixture service) : IClassFixture<DsarFixture>
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        using var client = service.Client("anybody", [.. Permissions.All]);
        await HostileCalls.AreRefusedAsync(client, "dsar");
    }
}
