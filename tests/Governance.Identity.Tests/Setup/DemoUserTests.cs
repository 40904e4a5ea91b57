using System.Net;
using Governance.Identity.Setup;
using Governance.Identity.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Tests.Setup;

public sealed class DemoUserTests(DemoUserTests.DemoIdentity identity) : IClassFixture<DemoUserTests.DemoIdentity>
{
    public sealed class DemoIdentity : IdentityFixture;

    private async Task StartAgainAsync(DemoOptions options)
    {
        var scopes = identity.Services.GetRequiredService<IServiceScopeFactory>();
        await new SeedDemoUsers(scopes, Options.Create(options)).RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Demo_users_have_one_role_each_and_are_disabled_outside_demo_mode()
    {
        Assert.Equal(6, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE is_demo AND disabled_at IS NULL"));
        var dpo = new TestUser("dpo@demo.example", identity.DemoPassword, Guid.Empty);
        using var browser = identity.NewBrowser();
        var tokens = await browser.TokensAsync(dpo);

        await StartAgainAsync(new DemoOptions { Enabled = false });
        Assert.Equal(0, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE is_demo AND disabled_at IS NULL"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.RefreshAsync(tokens.Text("refresh_token"))).Status);
        using var signIn = await browser.SignInAsync(dpo.Email, dpo.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);

        await StartAgainAsync(new DemoOptions { Enabled = true, UserPassword = "another long password" });
        Assert.Equal(6, await identity.Database.ScalarAsync<long>("SELECT count(*) FROM users"));
        using var again = identity.NewBrowser();
        Assert.NotEqual(default, await again.TokensAsync(dpo with { Password = "another long password" }));
    }
}
