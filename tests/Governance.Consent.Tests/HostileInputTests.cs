using Governance.Contracts;
using Governance.Testing.Hostile;

namespace Governance.Consent.Tests;

public sealed class HostileInputTests(ConsentFixture service) : IClassFixture<ConsentFixture>
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        using var client = service.Client("anybody", [.. Permissions.All]);
        await HostileCalls.AreRefusedAsync(client, "consent");
    }
}
