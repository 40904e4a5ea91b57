namespace Governance.EndToEnd.Tests.MainJob;

/// <summary>The search finds what is there: otherwise a clean result would mean nothing.</summary>
public sealed class PersonalDataScanTests
{
    [Theory]
    [InlineData("""{"tag":"MARA.lindqvist@mail.example"}""", true)]
    [InlineData("GET /x?email=mara.lindqvist@mail.example HTTP/1.1", true)]
    [InlineData("nothing of the sort", false)]
    [InlineData("xmara.lindqvist@mail.example", false)]
    public void A_planted_value_is_found(string text, bool expected) =>
        Assert.Equal(expected, PersonalDataScan.Find(text, ["mara.lindqvist@mail.example", "+46 70 174 06 21"]).Count == 1);
}
