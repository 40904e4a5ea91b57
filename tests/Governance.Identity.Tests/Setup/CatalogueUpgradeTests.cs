using Governance.Identity.Roles;
using Governance.Identity.Tests.Support;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Identity.Tests.Setup;

/// <summary>A database that an earlier version created, started with a catalogue that has grown.</summary>
public sealed class CatalogueUpgradeTests(CatalogueUpgradeTests.OlderIdentity identity) : IClassFixture<CatalogueUpgradeTests.OlderIdentity>
{
    public sealed class OlderIdentity : IdentityFixture;

    private Task StartAgainAsync() => new SeedRoles(
        identity.Services.GetRequiredService<IServiceScopeFactory>(), identity.Services.GetRequiredService<MessageOutbox>(),
        identity.Services.GetRequiredService<EventHeaders>(), TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

    private Task<bool> HasAsync(string role, string permission) => identity.Database.ScalarAsync<bool>(
        $"SELECT '{permission}' = ANY (permissions) FROM roles WHERE name = '{role}'");

    [Fact]
    public async Task A_permission_that_the_catalogue_gained_reaches_an_existing_role_once()
    {
        await identity.Database.ExecuteAsync(
            "UPDATE roles SET permissions = array_remove(permissions, 'audit:verify'), offered_permissions = array_remove(offered_permissions, 'audit:verify') WHERE name = 'auditor'");

        await StartAgainAsync();
        Assert.True(await HasAsync("auditor", "audit:verify"));

        await identity.Database.ExecuteAsync("UPDATE roles SET permissions = array_remove(permissions, 'audit:verify') WHERE name = 'auditor'");
        await StartAgainAsync();
        Assert.False(await HasAsync("auditor", "audit:verify"), "What an administrator took away stays away.");
    }
}
