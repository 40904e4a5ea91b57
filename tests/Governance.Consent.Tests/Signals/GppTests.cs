using Governance.Consent.Signals;
using Governance.Consent.Signals.Gpp;

namespace Governance.Consent.Tests.Signals;

public sealed class GppTests
{
    /// <summary>IAB Tech Lab, Global-Privacy-Platform, Core/Consent String Specification, "GPP String Examples" 1 to 3 and "Header Examples".</summary>
    [Theory]
    [InlineData("DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", 2)]
    [InlineData("DBABM~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", 2)]
    [InlineData("DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", 2, 6)]
    [InlineData("DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", 2, 6)]
    [InlineData("DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", 5, 6)]
    public void The_specifications_examples_are_decoded(string text, params int[] ids)
    {
        var decoded = SignalDecoder.Gpp(text);
        Assert.True(decoded.Valid, decoded.Fault);
        Assert.Equal(ids, decoded.Gpp!.Sections.Select(s => s.Id));
        Assert.Equal(1, decoded.Gpp.Version);
        Assert.True(ReferenceEncoder.Encodes(text, decoded.Gpp));
        if (ids[0] == 2)
            Assert.Equal((31, "DE"), (decoded.Gpp.Sections[0].Tcf!.CmpId, decoded.Gpp.Sections[0].Tcf!.PublisherCountry));
        if (ids[^1] == 6)
            Assert.Equal(new UspV1('Y', 'N', 'N'), decoded.Gpp.Sections[^1].UspV1);
    }

    /// <summary>The same specification, data type Range (Fibonacci): [3, 5 to 8]; and IABTechLab/iabgpp-es, FibonacciIntegerRangeEncoder.test.ts.</summary>
    [Theory]
    [InlineData("0000000000100001110110011", 3, 5, 6, 7, 8)]
    [InlineData("0000000000010011", 2)]
    [InlineData("00000000000110111011", 2, 3, 4, 5, 6)]
    [InlineData("000000000010001110011011", 2, 5, 6, 7)]
    [InlineData("00000000001000111001101011", 2, 5, 6, 7, 8, 9, 10, 11, 12)]
    public void Ranges_of_section_ids_are_read(string range, params int[] ids)
    {
        var header = ReferenceEncoder.Text("000011" + "000001" + range);
        var sections = ids.Select(id => id switch
        {
            2 => "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA",
            5 => "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA",
            6 => "1---",
            7 => "BAAAAAAAAABA.QA",
            8 => "BAAAAABA.QA",
            9 => "BAAAABA",
            10 => "BAAAAEA.Q",
            11 => "BAAAAAQ",
            12 => "BAAAAAEA.QA",
            _ => "xyz",
        });
        var decoded = SignalDecoder.Gpp($"{header}~{string.Join('~', sections)}");
        Assert.True(decoded.Valid, decoded.Fault);
        Assert.Equal(ids, decoded.Gpp!.Sections.Select(s => s.Id));
    }

    /// <summary>IABTechLab/iabgpp-es, modules/cmpapi/test/encoder/section: UsNat, UsCa, UsVa, UsCo, UsUt, UsCt, UsFl, UsOr, UsDe, UsIa, UsNj, UsMn; states of the same form have the same text.</summary>
    [Theory]
    [InlineData(7, "BVVVkkkkkpFY.YA", "2102102102102102", "210", true)]
    [InlineData(7, "BVVVkkkkkpFY", "2102102102102102", "210", null)]
    [InlineData(7, "BVQqAAAACg", "000000000000", "00", null)]
    [InlineData(8, "BVWSSSVY.YA", "210210210", "21", true)]
    [InlineData(9, "BVWSSVY", "21021021", "1", null)]
    [InlineData(10, "BVWSSVg.Y", "2102102", "1", true)]
    [InlineData(10, "BVWSSVg.YA", "2102102", "1", true)]
    [InlineData(11, "BVVkklW", "21021021", "1", null)]
    [InlineData(12, "BVWSSZFg.YA", "21021021", "210", true)]
    [InlineData(13, "BVWSSZlY", "21021021", "212", null)]
    [InlineData(14, "BVWSSZlY.Y", "21021021", "212", true)]
    [InlineData(15, "BVWSSRpFYA.YA", "21021021012", "210", true)]
    [InlineData(16, "BVWSSVWA.YA", "21021021", "1", true)]
    [InlineData(17, "BVWSSSSVY.Y", "210210210", "21021", true)]
    [InlineData(17, "BVWSSSSVYA.YA", "210210210", "21021", true)]
    [InlineData(18, "BVVkklW.Y", "21021021", "1", true)]
    [InlineData(18, "BVVkklWA.YA", "21021021", "1", true)]
    [InlineData(19, "BVWSSVWA", "21021021", "1", null)]
    [InlineData(20, "BVWSSZlY", "21021021", "212", null)]
    [InlineData(21, "BVWSSRklWA.YA", "2102102101", "21021", true)]
    [InlineData(22, "BVWSSVW", "21021021", "1", null)]
    [InlineData(23, "BVWSSVW.Y", "21021021", "1", true)]
    public void Sections_of_us_law_are_decoded(int id, string raw, string sensitive, string child, bool? gpc)
    {
        var text = $"{Header(id)}~{raw}";
        var decoded = SignalDecoder.Gpp(text);
        Assert.True(decoded.Valid, decoded.Fault);
        var us = decoded.Gpp!.Sections[0].UsPrivacy!;
        Assert.Equal(sensitive, string.Concat(us.Fields["SensitiveDataProcessing"]));
        Assert.Equal(child, string.Concat(us.Fields["KnownChildSensitiveDataConsents"]));
        Assert.Equal(gpc, us.Gpc);
        Assert.Equal([1], us.Fields["SaleOptOutNotice"]);
        if (raw != "BVQqAAAACg")
            Assert.Equal((1, 2), (Assert.Single(us.Fields["SaleOptOut"]), Assert.Single(us.Fields["MspaServiceProviderMode"])));
        Assert.True(ReferenceEncoder.Encodes(text, decoded.Gpp));
    }

    /// <summary>IABTechLab/iabgpp-es, modules/cmpapi/test/encoder/section: UsMd, UsIn, UsKy, UsRi (merged in pull request 106 of 2026).</summary>
    [Theory]
    [InlineData(24, "usmd", "BVVU.YA", 1, null, true)]
    [InlineData(24, "usmd", "BQAA.QA", 0, null, false)]
    [InlineData(24, "usmd", "BQAA", 0, null, null)]
    [InlineData(25, "usin", "BVVV.kkk", 1, "21021021", null)]
    [InlineData(26, "usky", "BVVV.kkk", 1, "21021021", null)]
    [InlineData(27, "usri", "BVVV.kkk", 1, "21021021", null)]
    [InlineData(27, "usri", "BQAA.AAA", 0, "00000000", null)]
    [InlineData(25, "usin", "BQAA", 0, null, null)]
    public void The_states_of_2025_are_decoded(int id, string prefix, string raw, int saleOptOut, string? sensitive, bool? gpc)
    {
        var text = $"{Header(id)}~{raw}";
        var decoded = SignalDecoder.Gpp(text);
        Assert.True(decoded.Valid, decoded.Fault);
        var us = decoded.Gpp!.Sections[0].UsPrivacy!;
        Assert.Equal((prefix, 1, gpc), (us.Prefix, us.Version, us.Gpc));
        Assert.Equal([saleOptOut], us.Fields["SaleOptOut"]);
        Assert.Equal([1], us.Fields["MspaCoveredTransaction"]);
        Assert.Equal(sensitive, us.Fields.TryGetValue("SensitiveDataProcessing", out var values) ? string.Concat(values) : null);
        Assert.Equal(saleOptOut == 1 || gpc == true, decoded.Gpp.OptsOut());
        Assert.True(ReferenceEncoder.Encodes(text, decoded.Gpp));
    }

    /// <summary>IABTechLab/iabgpp-es, modules/cmpapi/test/encoder/section/TcfCaV1.test.ts; the fields are those of the specification's "IAB Canada TCF Technical Specification".</summary>
    [Fact]
    public void Strings_of_tcf_canada_are_decoded()
    {
        var whole = Canada("BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA.fHHHA4444ao");
        Assert.Equal((1, 50, 2, "EN", 413, true), (whole.Version, whole.CmpId, whole.CmpVersion, whole.ConsentLanguage, whole.VendorListVersion, whole.UseNonStandardStacks));
        Assert.Equal(new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero), whole.Created);
        Assert.Equal([7, 8, 9, 10, 11, 12], whole.SpecialFeatures);
        Assert.Equal([1, 2, 3, 4, 5, 6, 13, 14, 15, 16, 17, 18], whole.PurposesExpress);
        Assert.Equal([7, 8, 9, 10, 11, 12, 19, 20, 21, 22, 23, 24], whole.PurposesImplied);
        Assert.Equal([12, 24, 48], Ids(whole.VendorsExpress));
        Assert.Equal([18, 30], Ids(whole.VendorsImplied));
        Assert.Equal((3, 2, 2), (whole.Publisher!.CustomPurposes, whole.Publisher.CustomPurposesConsent.Single(), whole.Publisher.CustomPurposesLegitimateInterest.Count));
        Assert.Equal([1, 2, 3, 5, 6, 7, 10, 11, 12], Ids(Canada("BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA.IAGO5wAA").DisclosedVendors!));
        var restriction = Assert.Single(Canada("BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAACCgBwABAAOAAoADgAJA.YAAAAAAAAAA").PublisherRestrictions);
        Assert.Equal((1, 1, "1-3 5-7 9-9"), (restriction.Purpose, restriction.Type, string.Join(' ', restriction.Vendors.Select(v => $"{v.First}-{v.Last}"))));

        static List<int> Ids(Consent.Signals.Tcf.VendorSet set) => [.. set.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1))];
    }

    private static TcCanada Canada(string raw)
    {
        var text = $"{Header(5)}~{raw}";
        var decoded = SignalDecoder.Gpp(text);
        Assert.True(decoded.Valid, decoded.Fault);
        Assert.True(ReferenceEncoder.Encodes(text, decoded.Gpp!));
        return decoded.Gpp!.Sections[0].TcfCanada!;
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("AAAA~x", "not-a-gpp-header")]
    [InlineData("DCABMA~x", "version-unknown")]
    [InlineData("DBABMA", "sections-do-not-match-header")]
    [InlineData("DBABMA~", "empty")]
    [InlineData("DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", "sections-do-not-match-header")]
    [InlineData("DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~2YNN", "usp-wrong")]
    [InlineData("DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1ynn", "usp-wrong")]
    [InlineData("DBABMA~CPXxRfAPXxRf!", "not-base64url")]
    public void What_is_malformed_is_named(string text, string code) => Assert.Equal(code, SignalDecoder.Gpp(text).Fault);

    [Theory]
    [InlineData(7, "z")]
    [InlineData(7, "gqgkgAAAAEA")]
    [InlineData(7, "BVVVVVVVVWA.AA")]
    [InlineData(9, "BVWSSVY.YA")]
    [InlineData(8, "BbYbGwXY.YA")]
    [InlineData(13, "BVWSSZlY.YA")]
    [InlineData(15, "BVWSSRp")]
    [InlineData(18, "BVVkkl_")]
    [InlineData(21, "CVWSSRklWA.YA")]
    [InlineData(24, "z"), InlineData(24, "BVV"), InlineData(24, "B___.YA"), InlineData(24, "BVVV.Y"), InlineData(24, "BVVU.kkk"), InlineData(24, "CVVU.YA"), InlineData(24, "BVVU.YA.YA")]
    [InlineData(25, "BVVV.kk"), InlineData(25, "BVVV.___"), InlineData(25, "BVVVkkk.YA"), InlineData(26, "BVVV.kkk.kkk"), InlineData(27, "ZVVV"), InlineData(27, "")]
    [InlineData(5, "z"), InlineData(5, "A"), InlineData(5, "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.IAGO5wAA.IAGO5wAA"), InlineData(5, "BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.QAAA"), InlineData(5, "BPSG_8APSG_8AAAAAAENAACAAAAAA")]
    public void Broken_sections_are_malformed(int id, string raw) => Assert.NotNull(SignalDecoder.Gpp($"{Header(id)}~{raw}").Fault);

    /// <summary>A header with one section, its id in Fibonacci coding.</summary>
    internal static string Header(int id)
    {
        var (numbers, rest) = (new List<int> { 1, 2 }, id);
        while (numbers[^1] + numbers[^2] <= id)
            numbers.Add(numbers[^1] + numbers[^2]);
        var bits = new char[numbers.Count];
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            bits[i] = rest >= numbers[i] ? '1' : '0';
            rest -= bits[i] == '1' ? numbers[i] : 0;
        }
        return ReferenceEncoder.Text("000011" + "000001" + "000000000001" + "0" + new string(bits).TrimEnd('0') + "1");
    }
}
