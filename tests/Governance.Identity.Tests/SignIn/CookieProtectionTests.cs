using System.Net;
using Governance.Identity.Security;
using Governance.Identity.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Identity.Tests.SignIn;

public sealed class CookieProtectionTests(IdentityFixture identity)
{
    [Fact]
    public async Task Keys_of_cookies_outlive_a_restart_and_are_sealed_in_the_database()
    {
        var sealedText = identity.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("value");
        var stored = await identity.Database.ScalarAsync<string>("SELECT string_agg(xml, ' ') FROM session_keys");
        Assert.Contains("<encryptedSecret", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("<value", stored, StringComparison.Ordinal);

        var services = new ServiceCollection();
        services.AddSingleton(identity.Services.GetRequiredService<KeyVault>());
        services.AddDataProtection().SetApplicationName("governance-identity");
        services.Configure<KeyManagementOptions>(keys =>
            keys.XmlRepository = new SessionKeyStore(identity.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System));
        await using var restarted = services.BuildServiceProvider();

        Assert.Equal("value", restarted.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(sealedText));
    }
}

public sealed class HttpsTests(HttpsTests.HttpsIdentity identity) : IClassFixture<HttpsTests.HttpsIdentity>
{
    public sealed class HttpsIdentity : IdentityFixture
    {
        protected override void Customise(IDictionary<string, string> settings)
        {
            settings["Identity:Issuer"] = "https://identity.example";
            settings["Authentication:Authority"] = "https://identity.example";
        }
    }

    [Fact]
    public async Task Behind_https_cookies_are_secure_and_bound_to_the_host()
    {
        var user = await identity.NewUserAsync();
        using var http = identity.Anonymous();
        using var page = await http.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        var form = page.Headers.GetValues("Set-Cookie").Single();
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = IdentityFixture.Form(("email", user.Email), ("password", user.Password), ("__RequestVerificationToken", token)),
        };
        request.Headers.Add("Cookie", form.Split(';')[0]);
        using var signedIn = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.All([form, signedIn.Headers.GetValues("Set-Cookie").Single()], cookie =>
        {
            Assert.StartsWith("__Host-governance-", cookie);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }
}
