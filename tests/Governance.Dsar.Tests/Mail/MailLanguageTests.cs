using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Governance.Dsar.Mail;
using Governance.Dsar.Tests.Support;

namespace Governance.Dsar.Tests.Mail;

[Collection(nameof(DsarCollection))]
public sealed partial class MailLanguageTests(DsarFixture service)
{
    [Fact]
    public void Every_language_has_the_same_sentences_with_the_same_places()
    {
        var english = MailLanguages.Of("en");
        Assert.Contains("de", MailLanguages.Codes);
        foreach (var language in MailLanguages.Codes.Select(MailLanguages.Of))
        {
            Assert.Equal(english.Keys.Order(), language.Keys.Order());
            Assert.All(language.Keys, key => Assert.Equal(Places(english[key]), Places(language[key])));
            Assert.All(language.Keys, key => Assert.NotEmpty(language[key]));
        }
    }

    [Fact]
    public async Task A_person_who_reads_German_is_written_to_in_German()
    {
        var email = Flow.NewEmail();
        var answer = await service.Anonymous().PostAsJsonAsync("/v1/public/requests", new { type = "access", identifiers = new[] { new { kind = "email", value = email } }, language = "de" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var mail = (await service.MailsAsync(email, 1))[0];
        Assert.StartsWith("Guten Tag,", mail, StringComparison.Ordinal);
        Assert.Contains("Auskunft mit einer Kopie", mail, StringComparison.Ordinal);
        Assert.Matches(@"bis zum \d\d\.\d\d\.\d{4} fällig", mail);
    }

    [Fact]
    public void What_fills_a_place_is_not_read_for_places_itself() =>
        Assert.Equal("Reason: {number} {reason}", MailLanguages.Of("en").Say("reason", ("reason", "{number} {reason}")));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
