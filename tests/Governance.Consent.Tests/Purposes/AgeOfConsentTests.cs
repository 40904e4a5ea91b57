using Governance.Consent.Purposes;

namespace Governance.Consent.Tests.Purposes;

public sealed class AgeOfConsentTests
{
    [Theory]
    [InlineData(13, "BE DK EE FI LV MT PT SE GB UK")]
    [InlineData(14, "AT BG CY IT LT ES")]
    [InlineData(15, "CZ FR GR EL")]
    [InlineData(16, "DE HR HU IE LU NL PL RO SK SI US")]
    [InlineData(18, "IN")]
    public void The_age_of_consent_follows_the_country(int age, string countries) =>
        Assert.All(countries.Split(' '), country => Assert.Equal(age, AgeOfConsent.For(country)));
}
