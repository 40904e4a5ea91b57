using Governance.DataPlane.Connectors;

namespace Governance.DataPlane.Tests.Jobs;

public sealed class SecretResolverTests
{
    [Theory]
    [InlineData("env:GOVERNANCE_TEST__OWN_SETTING", StoreCodes.SecretNotFound)]
    [InlineData("env:GOVERNANCE_TEST_NOT_SET", StoreCodes.SecretNotFound)]
    [InlineData("file:/nowhere/secret", StoreCodes.SecretNotFound)]
    [InlineData("k8s:shop/database/connection", StoreCodes.SecretUnsupported)]
    [InlineData("Host=db;Password=x", StoreCodes.SecretUnsupported)]
    public async Task What_is_no_customers_secret_is_not_resolved(string reference, string code)
    {
        Environment.SetEnvironmentVariable("GOVERNANCE_TEST__OWN_SETTING", "Host=own");
        var refusal = await Assert.ThrowsAsync<StoreException>(() => SecretResolver.ResolveAsync(reference, CancellationToken.None));
        Assert.Equal(code, refusal.Code);
    }
}
