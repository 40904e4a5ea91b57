using System.Text.RegularExpressions;
using Governance.Demo.Company;
using Governance.Demo.Walk;
using Governance.Portal.Tests.Support;
using Microsoft.Playwright;
using Npgsql;

namespace Governance.Portal.Tests.PrivacyCentre;

/// <summary>The essential path without JavaScript, with the real services and the mails they send.</summary>
[Collection(PortalCollection.Name)]
public sealed partial class JourneyTests(PortalStack stack)
{
    [Theory]
    [InlineData("en", "Make a request", "Send request", "Please correct this", "Correct my data", "E-mail address", "Confirm request", "You get our answer by", "Confirmed")]
    [InlineData("de-AT", "Anfrage stellen", "Anfrage senden", "Bitte korrigieren Sie das", "Meine Daten berichtigen", "E-Mail-Adresse", "Anfrage bestätigen", "Sie erhalten unsere Antwort bis", "Bestätigt")]
    public async Task A_person_asks_confirms_and_follows_without_script_on_a_small_phone(
        string language, string make, string send, string correct, string type, string email, string confirm, string due, string confirmed)
    {
        await using var reader = await Reader.ComeAsync(stack, language, width: 320);
        await reader.OpenAsync("/privacy");
        Assert.Equal(language[..2], await reader.Page.Locator("html").GetAttributeAsync("lang"));
        await reader.FollowAsync(make);
        await reader.PressAsync(send);
        await reader.SeeAsync(correct);
        await reader.Page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link).Last.ClickAsync();
        Assert.EndsWith("#email", reader.Page.Url, StringComparison.Ordinal);

        await reader.Page.GetByLabel(type, new() { Exact = true }).CheckAsync();
        await reader.Page.GetByLabel(email).FillAsync(reader.Email);
        await reader.PressAsync(send);
        var code = await reader.CodeAsync();
        await reader.Page.GetByLabel("Code", new() { Exact = true }).FillAsync($" {code[..4].ToLowerInvariant()} {code[4..]}");
        await reader.PressAsync(confirm);

        await reader.HeadingAsync(type);
        await reader.SeeAsync(confirmed);
        await reader.SeeAsync(due);
        // Weekday and month by name, in the language of the page.
        Assert.Matches(
            language == "en" ? @"^(Mon|Tues|Wednes|Thurs|Fri)day, \d{1,2} \p{L}+ \d{4}$" : @"^(Montag|Dienstag|Mittwoch|Donnerstag|Freitag), \d{1,2}\. \p{L}+ \d{4}$",
            await reader.Page.Locator(".date").InnerTextAsync());
        await reader.Page.Locator("summary").ClickAsync();
        Assert.True(await reader.Page.Locator("details li").CountAsync() >= 2);
        reader.SentNoPersonalData(code);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_after_five_the_right_one_too_until_a_new_one_is_sent()
    {
        await using var reader = await Reader.ComeAsync(stack);
        await reader.FileAsync();
        var code = await reader.CodeAsync();
        for (var i = 0; i < 5; i++)
            await EnterCodeAsync(reader, "AAAA AAAA", "This code is not right");
        await EnterCodeAsync(reader, code, "This code can't be used any more");
        await reader.PressAsync("Send a new code");
        await reader.SeeAsync("A new code is on its way");
        await EnterCodeAsync(reader, await reader.CodeAsync(), "You get our answer by");
    }

    [Fact]
    public async Task An_expired_code_is_refused()
    {
        await using var reader = await Reader.ComeAsync(stack);
        await reader.FileAsync();
        var code = await reader.CodeAsync();
        await InDsarAsync("UPDATE verification_codes SET expires_at = now() - interval '1 second'");
        await EnterCodeAsync(reader, code, "This code can't be used any more");
    }

    [Fact]
    public async Task A_code_shows_the_requests_of_an_address_until_the_person_leaves()
    {
        await using var reader = await Reader.ComeAsync(stack);
        await reader.FileAsync("Stop using my data");
        await EnterCodeAsync(reader, await reader.CodeAsync(), "You get our answer by");

        // On another device: nothing is remembered there.
        await using var other = await Reader.ComeAsync(stack, email: reader.Email);
        await other.OpenAsync(reader.Page.Url);
        await other.HeadingAsync("Follow your requests");
        await other.EnterAsync("requests");
        await other.SeeAsync(reader.Email);
        Assert.Equal(1, await other.Page.Locator(".requests li").CountAsync());
        await other.FollowAsync("Stop using my data");
        await other.SeeAsync("You get our answer by");
        other.SentNoPersonalData();

        await other.OpenAsync("/privacy/requests");
        await other.PressAsync("Finish");
        await other.OpenAsync("/privacy/requests");
        await other.HeadingAsync("Follow your requests");
    }

    [Fact]
    public async Task An_address_that_nobody_knows_sees_the_same_pages_and_gets_a_mail_too()
    {
        await using var reader = await Reader.ComeAsync(stack);
        await reader.EnterAsync("requests");
        await reader.SeeAsync("No request has been made with this address so far.");
    }

    [Fact]
    public async Task A_request_of_another_person_can_not_be_seen()
    {
        await using var owner = await Reader.ComeAsync(stack);
        await owner.FileAsync();
        await EnterCodeAsync(owner, await owner.CodeAsync(), "You get our answer by");
        await using var stranger = await Reader.ComeAsync(stack);
        await stranger.EnterAsync("requests");
        await stranger.OpenAsync(owner.Page.Url);
        await stranger.HeadingAsync("There is nothing here");
    }

    [Fact]
    public async Task The_copy_is_downloaded_by_pasting_the_link_and_only_once()
    {
        await stack.CompanyAsync();
        var actors = await stack.ActorsAsync();
        await using var reader = await Reader.ComeAsync(stack, email: DemoPeople.Mara.Email);
        await reader.FileAsync();
        await EnterCodeAsync(reader, await reader.CodeAsync(), "You get our answer by");
        var id = Guid.Parse(new Uri(reader.Page.Url).Segments[^1]);
        var requests = new SubjectRequests(actors, stack.Mails, Narrator.Silent);
        await requests.PlanAndApproveAsync(id);
        await requests.CompletedAsync(id);
        var link = LinkPattern().Match((await reader.MailAsync(LinkPattern())).Body).Value;
        Assert.StartsWith(new Uri(stack.Portal, "privacy/packages/").AbsoluteUri, link, StringComparison.Ordinal);
        await reader.OpenAsync($"/privacy/requests/{id}");
        await reader.SeeAsync("Your copy is ready");
        await reader.PictureAsync("request-answered");

        // Nothing of the secret is sent by following the link.
        await reader.OpenAsync(link);
        await reader.Page.GetByLabel("Link from the mail").FillAsync(link);
        var download = await reader.Page.RunAndWaitForDownloadAsync(() => reader.PressAsync("Download (ZIP file)"));
        Assert.Equal("your-data.zip", download.SuggestedFilename);
        var package = DownloadedPackage.Open(await File.ReadAllBytesAsync((await download.PathAsync())!));
        Assert.Contains(DemoPeople.Mara.Email, package.AllText, StringComparison.Ordinal);
        reader.SentNoPersonalData(link.Split('#')[1]);

        // With script the field is filled, and the secret goes from the address.
        await using var again = await Reader.ComeAsync(stack, script: true);
        await again.OpenAsync(link);
        Assert.Equal(link.Split('#')[1], await again.Page.GetByLabel("Link from the mail").InputValueAsync());
        Assert.DoesNotContain("#", again.Page.Url, StringComparison.Ordinal);
        await again.PressAsync("Download (ZIP file)");
        await again.SeeAsync("This link has been used already");
    }

    private static async Task EnterCodeAsync(Reader reader, string code, string seen)
    {
        await reader.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await reader.PressAsync("Confirm request");
        await reader.SeeAsync(seen);
    }

    private async Task InDsarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await stack.Stack.DatabaseOfAsync("dsar"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"https?://\S+/packages/\S+#\S+")]
    private static partial Regex LinkPattern();
}
