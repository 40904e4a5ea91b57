using Governance.Contracts;
using Governance.Identity.Clients;
using Governance.Identity.Tests.Support;
using Governance.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Tests.Setup;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Identity:Issuer", "not a url", "Identity:Issuer")]
    [InlineData("Identity:CodeLifetime", "01:00:00", "Identity:CodeLifetime")]
    [InlineData("Identity:SigningKeyOverlap", "00:00:01", "Identity:SigningKeyOverlap")]
    [InlineData("Encryption:Key", "c2hvcnQ=", "Encryption:Key")]
    [InlineData("Demo:UserPassword", "", "Demo:UserPassword")]
    [InlineData("RateLimits:SignInPerMinute", "0", "SignInPerMinute")]
    [InlineData("Clients:Seed:2:Secret", "too short", "Clients:Seed:2 (shop-team): Secret")]
    [InlineData("Clients:Seed:2:Permissions:0", "dsar:everything", "Clients:Seed:2 (shop-team): permissions")]
    [InlineData("Clients:Seed:0:RedirectUris:0", "http://portal.example/callback", "Clients:Seed:0 (portal): redirectUris")]
    [InlineData("Clients:Seed:0:GrantTypes:0", "client_credentials", "Clients:Seed:0 (portal): grantTypes")]
    [InlineData("Clients:Seed:1:Id", "portal", "declares an id twice")]
    public async Task A_bad_value_stops_the_start_and_is_named(string key, string value, string message)
    {
        await using var identity = new IdentityFixture();
        var settings = identity.Settings();
        settings["ConnectionStrings:RabbitMq"] = "amqp://nobody:nothing@127.0.0.1:1/";
        settings["ConnectionStrings:Database"] = "Host=127.0.0.1;Port=1";
        settings["Authentication:Audience"] = "governance";
        settings.TryAdd("Encryption:Key", Convert.ToBase64String(new byte[32]));
        settings[key] = value;
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings!);
        builder.AddServiceDefaults("identity");
        builder.AddIdentity();
        await using var app = builder.Build();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        if (key.EndsWith("Secret", StringComparison.Ordinal))
            Assert.DoesNotContain(value, failure.Message, StringComparison.Ordinal);
    }
}

public sealed class ClientSeedTests(IdentityFixture identity)
{
    [Fact]
    public async Task A_declared_client_is_brought_into_its_declared_state_and_left_alone_when_it_is()
    {
        var id = "seed-" + IdentityFixture.Random()[..8];
        var (first, second) = (IdentityFixture.Random(), IdentityFixture.Random());

        await SeedAsync(id, first, Permissions.DsarOpen);
        await SeedAsync(id, first, Permissions.DsarOpen);
        Assert.Equal(["ClientCreated"], await identity.EventsAboutAsync($"\"{id}\""));

        await SeedAsync(id, second, Permissions.DsarRead);
        Assert.Equal(["ClientCreated", "ClientUpdated", "ClientSecretRotated"], await identity.EventsAboutAsync($"\"{id}\""));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await TokenAsync(id, first)).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await TokenAsync(id, second)).Status);
    }

    private Task<(System.Net.HttpStatusCode Status, System.Text.Json.JsonElement Body)> TokenAsync(string id, string secret) =>
        identity.TokenAsync(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));

    private async Task SeedAsync(string id, string secret, string permission)
    {
        var options = new ClientSeedOptions();
        var client = new DeclaredClient { Id = id, Secret = secret };
        client.Permissions.Add(permission);
        options.Seed.Add(client);
        await ActivatorUtilities.CreateInstance<SeedClients>(identity.Services, Options.Create(options)).RunAsync(TestContext.Current.CancellationToken);
    }
}
