using System.ComponentModel.DataAnnotations;
using Governance.Dsar.Crypto;
using Governance.Dsar.Mail;

namespace Governance.Dsar.Tests;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("Mars/Olympus", "gdpr", "Controller:TimeZone")]
    [InlineData("Europe/Berlin", "nowhere", "Controller:Regime")]
    public void A_controller_that_can_not_be_is_refused_by_name(string zone, string regime, string name) =>
        Assert.Contains(name, Errors(new ControllerOptions { TimeZone = zone, Regime = regime }).Single(), StringComparison.Ordinal);

    [Fact]
    public void Mail_needs_one_way_out()
    {
        Assert.Contains("Mail:SmtpHost", Errors(new MailOptions()).Single(), StringComparison.Ordinal);
        Assert.Single(Errors(new MailOptions { SmtpHost = "mail", PickupDirectory = "mail" }));
        Assert.Empty(Errors(new MailOptions { SmtpHost = "mail" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all")]
    public void A_key_that_is_not_32_bytes_is_refused(string key) => Assert.Null(new EncryptionOptions { Key = key }.TryKey());

    private static List<string> Errors(object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        return [.. results.Select(r => r.ErrorMessage!)];
    }
}
