using System.Collections.Concurrent;
using Governance.LocalStack.Stack;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.Support;

/// <summary>Somebody with a browser. Ends with an assertion that the page broke nothing on the way.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly PortalStack _stack;
    private readonly ConcurrentQueue<string> _troubles = new();

    internal Visitor(PortalStack stack, IBrowserContext context, IPage page)
    {
        (_stack, Context, Page) = (stack, context, page);
        Watch(page);
        context.Page += (_, opened) => Watch(opened);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Script errors and broken policies so far.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    public async Task SignInAsync(string role, string path = "/")
    {
        await Page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await Page.GetByLabel("E-mail").FillAsync(GovernanceStack.DemoUser(role));
        await Page.GetByLabel("Password").FillAsync(_stack.Stack.DemoPassword);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(url => new Uri(url).Port == _stack.Portal.Port && !url.Contains("/callback", StringComparison.Ordinal));
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
    }

    /// <summary>Goes to a path and waits for its heading.</summary>
    public async Task OpenAsync(string path, string heading)
    {
        await Page.GotoAsync(path);
        await Heading(heading).WaitForAsync();
    }

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.Empty(_troubles);
    }

    private void Watch(IPage page)
    {
        page.PageError += (_, error) => _troubles.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                _troubles.Enqueue(message.Text);
        };
    }
}
