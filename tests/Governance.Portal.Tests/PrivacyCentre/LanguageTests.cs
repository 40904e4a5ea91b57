using System.Text.RegularExpressions;
using Governance.Portal.PrivacyCentre;
using Governance.Portal.PrivacyCentre.Pages;
using Governance.Portal.PrivacyCentre.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Governance.Portal.Tests.PrivacyCentre;

public sealed partial class LanguageTests
{
    private static readonly Languages Ours = new(Options.Create(new PrivacyCentreOptions()));

    [Fact]
    public void Every_language_says_the_same_with_the_same_places()
    {
        var files = Directory.GetFiles(Path.Combine(Support.Axe.Root(), "services", "portal", "PrivacyCentre", "Texts"), "*.json")
            .Select(f => System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!).ToList();
        Assert.True(files.Count >= 2);
        foreach (var file in files)
        {
            Assert.Equal(files[0].Keys.Order(), file.Keys.Order());
            Assert.All(file, e => Assert.NotEmpty(e.Value));
            Assert.All(file.Keys, key => Assert.Equal(Places(files[0][key]), Places(file[key])));
        }
    }

    [Theory]
    [InlineData("de-CH,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr, en;q=0.2, de;q=0.4", "de")]
    [InlineData("de;q=0, en", "en")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    [InlineData("<script>", "en")]
    public void The_browser_says_what_its_reader_reads(string accepted, string expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = accepted;
        Assert.Equal(expected, Ours.For(http.Request).Code);
    }

    [Fact]
    public void Dates_and_counts_are_said_as_the_language_says_them()
    {
        var day = new DateOnly(2026, 12, 21);
        Assert.Equal("Monday, 21 December 2026", Ours.Find("en")!.Date(day));
        Assert.Equal("Montag, 21. Dezember 2026", Ours.Find("de")!.Date(day));
        Assert.Equal("1 Monat", Ours.Find("de")!.Count(1, "months"));
        Assert.Equal("45 days", Ours.Find("en")!.Count(45, "days"));
    }

    [Fact]
    public void An_organisation_brings_further_languages_and_its_own_words()
    {
        var folder = Directory.CreateTempSubdirectory("privacy-texts-");
        File.WriteAllText(Path.Combine(folder.FullName, "fr.json"), """{ "language.name": "Français", "back": "Accueil" }""");
        File.WriteAllText(Path.Combine(folder.FullName, "de.json"), """{ "back": "Zurück" }""");
        var languages = new Languages(Options.Create(new PrivacyCentreOptions { TextsFolder = folder.FullName }));
        folder.Delete(recursive: true);
        Assert.Equal(["de", "en", "fr"], languages.All.Select(l => l.Code));
        Assert.Equal(("Accueil", "Make a request"), (languages.Find("fr")!["back"], languages.Find("fr")!["home.request"]));
        Assert.Equal(("Zurück", "Anfrage stellen"), (languages.Find("de")!["back"], languages.Find("de")!["home.request"]));
    }

    [Fact]
    public void Every_right_that_can_be_chosen_has_words() =>
        Assert.All(FilePage.Types, type => Assert.All(Ours.All, say => Assert.True(say.Has($"type.{type}") && say.Has($"type.{type}.text"))));

    [Fact]
    public void What_is_filled_into_markup_is_encoded_unless_it_is_markup()
    {
        const string hostile = "<script>\"'&ü</script>";
        Assert.Equal("<p title=\"&lt;script&gt;&quot;&#x27;&amp;ü&lt;/script&gt;\"><b>x</b></p>", Html.Of($"<p title=\"{hostile}\">{Html.Of($"<b>x</b>")}</p>").ToString());
        Assert.Equal("1 {2}", Ours.Find("en")!.Say("unit.days.other", ("count", "1 {2}")).Replace(" days", "", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
