using Governance.Testing;

namespace Governance.Audit.Tests.Service;

public sealed class OpenApiTests(RunningAudit audit) : IClassFixture<RunningAudit>
{
    [Fact]
    public async Task The_description_of_the_api_is_as_committed()
    {
        using var anyone = audit.Service.Anonymous();
        await OpenApiFile.IsAsServedAsync(anyone, "audit");
    }
}
