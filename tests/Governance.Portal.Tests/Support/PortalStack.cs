using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.LocalStack.Stack;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Support;

/// <summary>Every service as a process and a browser in front of the portal.</summary>
public sealed class PortalStack : IAsyncLifetime
{
    /// <summary>Milliseconds. Long, because it is waited for in full only where something is broken.</summary>
    internal const float Patience = 90_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-portal-").FullName;
    private IPlaywright? _playwright;
    private IReadOnlyList<ConnectedStore>? _company;

    public GovernanceStack Stack { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    public Uri Portal => Stack.Url("portal");

    internal MailFolder Mails => new(Stack.MailFolder);

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_001_001);
        Stack = await GovernanceStack.StartAsync(new StackOptions(Path.Combine(_folder, "run"))
        {
            // All tests come from one address.
            Customise = (service, environment) =>
            {
                if (service == "dsar")
                    environment["PublicLimits__RequestsPerAddress"] = environment["PublicLimits__AttemptsPerAddress"] = "10000";
                if (service == "identity")
                    environment["RateLimits__SignInPerMinute"] = "10000";
                // One that only the tests of the privacy centre fill.
                if (service == "portal")
                    environment["PrivacyCentre__PreferenceSite"] = "privacy-centre";
                // Receivers of the tests listen on this machine, and give up soon.
                if (service == "consent")
                {
                    (environment["Webhooks__AllowHttp"], environment["Webhooks__AllowedNetworks__0"]) = ("true", "127.0.0.0/8");
                    (environment["Webhooks__MaxAttempts"], environment["Webhooks__FirstRetry"]) = ("2", "00:00:00.100");
                }
            },
        });
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", ChromiumSandbox = false, Args = ["--disable-dev-shm-usage"] });
    }

    /// <summary>A browser of its own, nobody signed in. Errors that the page throws and policies it breaks fail the test that reads them.</summary>
    public async Task<Visitor> VisitAsync(int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new() { BaseURL = Portal.AbsoluteUri, ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, TimezoneId = "Europe/Berlin", Locale = "en-GB" });
        context.SetDefaultTimeout(Patience);
        return new Visitor(this, context, await context.NewPageAsync());
    }

    /// <summary>Signs in as the demo user of a role, by the sign-in page.</summary>
    public async Task<Visitor> SignInAsync(string role, string path = "/", int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var visitor = await VisitAsync(width, height, scheme);
        await visitor.SignInAsync(role, path);
        return visitor;
    }

    /// <summary>The demo company's databases, connected and mapped once for all tests.</summary>
    internal async Task<IReadOnlyList<ConnectedStore>> CompanyAsync() => _company ??= await ConnectAsync();

    private async Task<IReadOnlyList<ConnectedStore>> ConnectAsync()
    {
        var job = new MainJob(Stack, Http, Narrator.Silent);
        return await job.ConnectAsync(await ActorsAsync(), await job.SeedAsync());
    }

    internal Task<Actors> ActorsAsync() => Actors.SignInAsync(Stack, Http, Narrator.Silent);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
            Stack.Folder.Delete();
        }
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PortalCollection : ICollectionFixture<PortalStack>
{
    public const string Name = "portal";
}
