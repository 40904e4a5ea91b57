using Governance.Contracts;
using Governance.Testing.Hostile;

namespace Governance.Audit.Tests.Service;

public sealed class HostileInputTests(RunningAudit service) : IClassFixture<RunningAudit>
{
    [Fact]
    public async Task No_input_to_any_operation_is_an_error_of_the_service()
    {
        using var client = service.Service.Client("anybody", [.. Permissions.All]);
        await HostileCalls.AreRefusedAsync(client, "audit");
    }
}
