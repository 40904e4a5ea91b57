using Governance.Demo.Client;
using Governance.Demo.Walk;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;

namespace Governance.Portal.Tests.PrivacyCentre;

/// <summary>Consent given and taken back in the privacy centre, without script, and what product teams are told the moment after.</summary>
[Collection(PortalCollection.Name)]
public sealed class PreferenceTests(PortalStack stack)
{
    private const string Site = "privacy-centre";
    private const string Notice = "privacy-centre-notice";
    private const string Purpose = "privacy-centre-news";
    private static readonly string[] Purposes = [Purpose];

    [Fact]
    public async Task A_consent_withdrawn_in_the_privacy_centre_denies_the_next_decision()
    {
        var actors = await stack.ActorsAsync();
        await DefineAsync(actors.Dpo.Consent);
        await using var reader = await Reader.ComeAsync(stack);
        await reader.EnterAsync("preferences");
        await reader.SeeAsync("News about our furniture by e-mail.");
        await reader.SeeAsync("With your consent we send you news. <b>Really</b>.");
        await reader.PictureAsync("preferences");
        Assert.False(await MayAsync(actors, reader));

        // One click each way.
        await reader.PressAsync("Allow");
        await reader.SeeAsync("Done: this is allowed from now on.");
        Assert.True(await MayAsync(actors, reader));
        await reader.PressAsync("Withdraw");
        await reader.SeeAsync("Done: this is not allowed from now on.");
        Assert.False(await MayAsync(actors, reader));
        await reader.SeeAsync("You withdrew your consent.");
        reader.SentNoPersonalData();
    }

    [Fact]
    public async Task Preferences_pass_the_accessibility_check_in_German_on_a_small_phone()
    {
        await DefineAsync((await stack.ActorsAsync()).Dpo.Consent);
        await using var reader = await Reader.ComeAsync(stack, "de", script: true, width: 320, ColorScheme.Dark);
        await reader.OpenAsync("/privacy/preferences");
        await reader.Page.Locator("#email").FillAsync(reader.Email);
        await reader.PressAsync("Code senden");
        await reader.Page.Locator("#code").FillAsync(await reader.CodeAsync());
        await reader.PressAsync("Weiter");
        await reader.SeeAsync("Mit Ihrer Einwilligung senden wir Ihnen Neuigkeiten.");
        await reader.PictureAsync("preferences-dark-phone");
        await Axe.CheckAsync(reader.Page, "preferences");
        Assert.True(await reader.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    private static async Task<bool> MayAsync(Actors actors, Reader reader) =>
        (await actors.Team.Consent.PostAsync<ConsentDecision>("/v1/decisions", new { subject = new { identifierKind = "email", identifier = reader.Email }, purpose = Purpose })).Allowed;

    private static async Task DefineAsync(ServiceApi consent)
    {
        await UnlessThereAsync(() => consent.PostAsync("/v1/purposes", new
        {
            code = Purpose,
            legalBasis = "consent",
            details = new { name = "Newsletter", description = "News about our furniture by e-mail.", dataCategories = new[] { "user.contact.email" }, recipients = new[] { "Mail provider" }, retentionDays = 730, validityDays = 730 },
        }));
        await UnlessThereAsync(async () =>
        {
            await consent.PostAsync("/v1/notices", new { code = Notice, title = "Notice of the privacy centre" });
            await consent.PostAsync($"/v1/notices/{Notice}/versions", new
            {
                change = "material",
                purposes = Purposes,
                withdrawalMethod = "The privacy centre.",
                texts = new[] { new { language = "en", text = "With your consent we send you news. <b>Really</b>." }, new { language = "de", text = "Mit Ihrer Einwilligung senden wir Ihnen Neuigkeiten." } },
            });
        });
        await UnlessThereAsync(() => consent.PostAsync("/v1/preference-sites", new { code = Site, details = new { origins = Array.Empty<string>(), purposes = Purposes, notice = Notice } }));
    }

    private static async Task UnlessThereAsync(Func<Task> create)
    {
        try
        {
            await create();
        }
        catch (ApiException e) when (e.Status is System.Net.HttpStatusCode.Conflict)
        {
            // The other test made it.
        }
    }
}
