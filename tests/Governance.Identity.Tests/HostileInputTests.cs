using Governance.Identity.Tests.Support;
using Governance.Testing.Hostile;

namespace Governance.Identity.Tests;

public sealed class HostileInputTests(IdentityFixture service) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        using var client = await service.OperatorAsync();
        await HostileCalls.AreRefusedAsync(client, "identity");
    }
}
