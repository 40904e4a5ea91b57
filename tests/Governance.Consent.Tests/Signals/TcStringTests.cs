using Governance.Consent.Signals;
using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Tests.Signals;

/// <summary>Vectors and where they are published; what they say was worked out with a second decoder, written apart from this one.</summary>
public sealed class TcStringTests
{
    /// <summary>IAB Tech Lab, "Consent string and vendor list formats v2" (GDPR-Transparency-and-Consent-Framework, TCFv2), example with DisclosedVendors.</summary>
    internal const string SpecDisclosed =
        "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw";

    /// <summary>The same document, "TC String Format": a string of all four segments.</summary>
    internal const string SpecAllSegments =
        "COw4XqLOw4XqLAAAAAENAXCAAAAAAAAAAAAAAAAAAAAA.IFukWSQgAIQwgI0QEByFAAAAeIAACAIgSAAQAIAgEQACEABAAAgAQFAEAIAAAGBAAgAAAAQAIFAAMCQAAgAAQiRAEQAAAAANAAIAAggAIYQFAAARmggBC3ZCYzU2yIA.QFukWSQgAIQwgI0QEByFAAAAeIAACAIgSAAQAIAgEQACEABAAAgAQFAEAIAAAGBAAgAAAAQAIFAAMCQAAgAAQiRAEQAAAAANAAIAAggAIYQFAAARmggBC3ZCYzU2yIA.YAAAAAAAAAAAAAAAAAA";

    /// <summary>The same document, core and publisher segment.</summary>
    internal const string SpecPublisher = "CLcVDxRMWfGmWAVAHCENAXCkAKDAADnAABRgA5mdfCKZuYJez-NQm0TBMYA4oCAAGQYIAAAAAAEAIAEgAA.argAC0gAAAAAAAAAAAA";

    /// <summary>IABTechLab/iabgpp-es, test/encoder/section/TcfEuV2.test.ts, "decode".</summary>
    internal const string LibraryDisclosed =
        "CPcqBNJPcqBNJNwAAAENAwCAAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA.QGLtV_T9fb2vj-_Z99_tkeYwf95y3p-wzhheMs-8NyZeH_B4Wv2MyvBX4JiQKGRgksjLBAQdtHGlcTQgBwIlViTLMYk2MjzNKJrJEilsbO2dYGD9Pn8HT3ZCY70-vv__7v3ff_3g.IGLtV_T9fb2vj-_Z99_tkeYwf95y3p-wzhheMs-8NyZeH_B4Wv2MyvBX4JiQKGRgksjLBAQdtHGlcTQgBwIlViTLMYk2MjzNKJrJEilsbO2dYGD9Pn8HT3ZCY70-vv__7v3ff_3g";

    /// <summary>InteractiveAdvertisingBureau/iabtcf-java, TCDecoderTest, without its padding characters.</summary>
    internal const string LibraryAllSegments = "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA.IBAgAAAgAIAwgAgAAAAEAAAACA.QAagAQAgAIAwgA.cAAAAAAAITg";

    [Fact]
    public void The_specifications_example_is_decoded()
    {
        var tc = TcStringDecoder.Decode(SpecDisclosed);
        Assert.Equal((2, 27, 0, 0, "EN", 15, 2), (tc.Version, tc.CmpId, tc.CmpVersion, tc.ConsentScreen, tc.ConsentLanguage, tc.VendorListVersion, tc.TcfPolicyVersion));
        Assert.Equal(new DateTimeOffset(2020, 2, 20, 23, 57, 39, 300, TimeSpan.Zero), tc.Created);
        Assert.Equal([1, 2, 3], tc.PurposesConsent);
        Assert.Empty(tc.PurposesLegitimateInterest);
        Assert.Equal([2, 6, 8], Ids(tc.VendorConsents));
        Assert.Equal([2, 6, 8], Ids(tc.VendorLegitimateInterests));
        Assert.Equal((720, 79), (tc.DisclosedVendors!.MaxVendorId, tc.DisclosedVendors.Count()));
        Assert.Equal([2, 6, 8, 12, 18, 23, 37, 42, 47, 48, 53, 61], Ids(tc.DisclosedVendors).Take(12));
        Assert.True(tc.DisclosedVendors.Contains(720));
        Assert.False(tc.DisclosedVendors.Contains(718));
        Assert.True(SignalDecoder.Tcf(SpecDisclosed).Valid);
    }

    [Fact]
    public void All_four_segments_are_decoded()
    {
        var spec = TcStringDecoder.Decode(SpecAllSegments);
        Assert.Equal((115, 115), (spec.DisclosedVendors!.Count(), spec.AllowedVendors!.Count()));
        Assert.Equal(0, spec.Publisher!.CustomPurposes);
        var library = TcStringDecoder.Decode(LibraryAllSegments);
        Assert.Equal([23, 37, 47, 48, 53, 65, 98, 129], Ids(library.DisclosedVendors!));
        Assert.Equal([12, 23, 37, 47, 48, 53], Ids(library.AllowedVendors!));
        Assert.Equal([1], library.Publisher!.PurposesConsent);
        Assert.Equal([24], library.Publisher.PurposesLegitimateInterest);
        Assert.Equal(2, library.Publisher.CustomPurposes);
        Assert.Equal([2], library.Publisher.CustomPurposesConsent);
        Assert.Equal([1, 2], library.Publisher.CustomPurposesLegitimateInterest);
        Assert.True(library.PurposeOneTreatment);
        Assert.Equal([2, 10], library.PurposesConsent);
        Assert.Equal([2, 9], library.PurposesLegitimateInterest);
        Assert.Equal([1], library.SpecialFeatureOptIns);
    }

    [Fact]
    public void Segments_may_stand_in_any_order()
    {
        var tc = TcStringDecoder.Decode(LibraryDisclosed);
        Assert.Equal((880, 434, 434), (tc.CmpId, tc.DisclosedVendors!.Count(), tc.AllowedVendors!.Count()));
        Assert.Equal([789, 790, 791], Ids(tc.DisclosedVendors).TakeLast(3));
    }

    [Fact]
    public void Without_disclosed_vendors_it_is_not_valid_any_more()
    {
        var decoded = SignalDecoder.Tcf(SpecPublisher);
        Assert.Null(decoded.Fault);
        Assert.Equal(["disclosed-vendors-missing"], decoded.Problems);
        Assert.Equal(("KM", 56, 12), (decoded.Tcf!.PublisherCountry, decoded.Tcf.VendorConsents.Count(), decoded.Tcf.VendorLegitimateInterests.Count()));
        Assert.Equal([2, 4, 6, 8, 9, 10], decoded.Tcf.Publisher!.PurposesConsent);
    }

    [Fact]
    public void Ranges_groups_and_publisher_restrictions_are_decoded()
    {
        var plain = TcStringDecoder.Decode(SpecDisclosed);
        var rich = plain with
        {
            VendorConsents = new(9_000, InRanges: true, [new(3, 3, false), new(5, 8, true), new(9_000, 9_000, false)]),
            PublisherRestrictions = [new(2, 1, [new(7, 12, true), new(40, 40, false)]), new(10, 0, [new(1, 1, false)])],
            DisclosedVendors = new(9_000, InRanges: true, [new(1, 9_000, true)]),
        };
        var text = $"{ReferenceEncoder.Text(ReferenceEncoder.Core(rich))}.{ReferenceEncoder.Text("001" + ReferenceEncoder.Vendors(rich.DisclosedVendors))}";

        var tc = TcStringDecoder.Decode(text);

        Assert.Equal([3, 5, 6, 7, 8, 9_000], Ids(tc.VendorConsents));
        Assert.Equal([(2, 1), (10, 0)], tc.PublisherRestrictions.Select(r => (r.Purpose, r.Type)));
        Assert.Equal([(7, 12), (40, 40)], tc.PublisherRestrictions[0].Vendors.Select(v => (v.First, v.Last)));
        Assert.Equal(9_000, tc.DisclosedVendors!.Count());
        Assert.True(ReferenceEncoder.Encodes(text, tc));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("COvFyGB", "too-short")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA=", "not-base64url")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.", "empty")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAB", "padding-not-zero")]
    [InlineData("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "version-unknown")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.AAAA", "segment-unknown")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IAAA.IAAA", "segment-twice")]
    [InlineData("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAAAAAAAAAAAAAAA", "too-long")]
    public void What_is_malformed_is_named(string text, string code) => Assert.Equal(code, SignalDecoder.Tcf(text).Fault);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 8)]
    [InlineData(5, 101)]
    public void A_range_that_makes_no_sense_is_malformed(int first, int last)
    {
        var bits = "001" + ReferenceEncoder.Int(100, 16) + "1" + ReferenceEncoder.Int(1, 12) + "1" + ReferenceEncoder.Int(first, 16) + ReferenceEncoder.Int(last, 16);
        Assert.Equal("range-wrong", SignalDecoder.Tcf($"COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.{ReferenceEncoder.Text(bits)}").Fault);
    }

    private static IEnumerable<int> Ids(VendorSet set) => set.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1));
}
