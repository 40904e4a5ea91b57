using System.Text.RegularExpressions;
using Governance.Demo.Client;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.PrivacyCentre;

/// <summary>A data subject with a browser: no account, an address, and a mailbox.</summary>
internal sealed partial class Reader : IAsyncDisposable
{
    private static readonly string? Images = Environment.GetEnvironmentVariable("GOVERNANCE_IMAGES");
    private static int people;
    private readonly PortalStack _stack;
    private readonly IBrowserContext _context;
    private readonly List<string> _addresses = [];
    private IReadOnlySet<string> _seen;

    private Reader(PortalStack stack, IBrowserContext context, IPage page)
    {
        (_stack, _context, Page, _seen) = (stack, context, page, stack.Mails.Paths());
        page.Request += (_, request) => _addresses.Add(request.Url);
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public string Email { get; init; } = $"reader{Interlocked.Increment(ref people)}@mail.example";

    public static async Task<Reader> ComeAsync(
        PortalStack stack, string language = "en", bool script = false, int width = 1100, ColorScheme scheme = ColorScheme.Light, string? email = null)
    {
        var context = await stack.Browser.NewContextAsync(new()
        {
            BaseURL = stack.Portal.AbsoluteUri, JavaScriptEnabled = script, Locale = language, ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme,
        });
        context.SetDefaultTimeout(PortalStack.Patience);
        var page = await context.NewPageAsync();
        return email is null ? new Reader(stack, context, page) : new Reader(stack, context, page) { Email = email };
    }

    public Task OpenAsync(string path) => Page.GotoAsync(path);

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    public Task SeeAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    public Task HeadingAsync(string text) => Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = text }).WaitForAsync();

    /// <summary>Files a request in English, up to the page that asks for the code.</summary>
    public async Task FileAsync(string type = "A copy of my data")
    {
        await OpenAsync("/privacy/request");
        await Page.GetByLabel(type, new() { Exact = true }).CheckAsync();
        await Page.GetByLabel("E-mail address").FillAsync(Email);
        await PressAsync("Send request");
        await HeadingAsync("Enter the code from the mail");
    }

    /// <summary>Goes through the code for requests or preferences, in English.</summary>
    public async Task EnterAsync(string target)
    {
        await OpenAsync($"/privacy/{target}");
        await Page.GetByLabel("E-mail address").FillAsync(Email);
        await PressAsync("Send code");
        await Page.GetByLabel("Code", new() { Exact = true }).FillAsync(await CodeAsync());
        await PressAsync("Continue");
        await Page.WaitForURLAsync($"**/privacy/{target}");
    }

    /// <summary>The code of the next mail.</summary>
    public async Task<string> CodeAsync() => CodePattern().Match((await MailAsync(CodePattern())).Body).Groups["code"].Value;

    public async Task<Mail> MailAsync(Regex body)
    {
        var mail = await _stack.Mails.WaitForAsync(Email, body, _seen, TimeSpan.FromMinutes(1));
        _seen = _stack.Mails.Paths();
        return mail;
    }

    /// <summary>Kept where GOVERNANCE_IMAGES says; otherwise nothing happens.</summary>
    public async Task PictureAsync(string name)
    {
        if (Images is not null)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Images, $"privacy-{name}.png"), FullPage = true });
    }

    /// <summary>Neither address nor code stood in any address that was asked for.</summary>
    public void SentNoPersonalData(params string[] further) => Assert.All(
        _addresses, url => Assert.All([Email, Uri.EscapeDataString(Email), .. further], secret => Assert.DoesNotContain(secret, url, StringComparison.OrdinalIgnoreCase)));

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    [GeneratedRegex("[Cc]ode[^:]*: (?<code>[A-Z0-9]{8})")]
    private static partial Regex CodePattern();
}
