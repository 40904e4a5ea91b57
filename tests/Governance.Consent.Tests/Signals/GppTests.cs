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
