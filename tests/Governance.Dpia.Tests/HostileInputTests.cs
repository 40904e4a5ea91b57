using Governance.Contracts;
using Governance.Testing.Hostile;

namespace Governance.Dpia.Tests;

public sealed class HostileInputTests(DpiaFixture service) : IClassFixture<DpiaFixture>
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        using var client = service.Client("anybody", [.. Permissions.All]);
        await HostileCalls.AreRefusedAsync(client, "dpia");
    }
}
