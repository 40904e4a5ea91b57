using Governance.Client;

namespace Governance.Consent.Tests.Client;

/// <summary>The sample of the client's read-me, so that it is compiled.</summary>
internal static class FiveLines
{
    public static async Task RunAsync(string secret, Func<Task> send)
    {
        using var consent = new ConsentClient(new() { Service = new("https://consent.example.com"), Authority = new("https://identity.example.com"), ClientId = "shop", ClientSecret = secret });
        if ((await consent.DecideAsync(Subject.Email("ada@example.org"), "newsletter")).Allowed)
            await SendNewsletterAsync();
        await consent.WithdrawAsync(Subject.Email("ada@example.org"), "newsletter", method: "mail-link", source: "newsletter-footer");

        Task SendNewsletterAsync() => send();
    }
}
