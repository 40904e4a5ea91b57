using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Signals.Gpp;

/// <summary>A string of the IAB Canada Transparency &amp; Consent Framework, decoded.</summary>
/// <param name="SpecialFeatures">Numbers of the special features consented to expressly.</param>
/// <param name="PurposesExpress">Numbers of the purposes consented to expressly.</param>
/// <param name="PurposesImplied">Numbers of the purposes with implied consent and no objection.</param>
/// <param name="DisclosedVendors">Null when the sub-section is missing.</param>
/// <param name="Publisher">The publisher's own purposes: express consent where the European string says consent, implied where it says legitimate interest. Null when the sub-section is missing.</param>
internal sealed record TcCanada(
    int Version,
    DateTimeOffset Created,
    DateTimeOffset LastUpdated,
    int CmpId,
    int CmpVersion,
    int ConsentScreen,
    string ConsentLanguage,
    int VendorListVersion,
    int TcfPolicyVersion,
    bool UseNonStandardStacks,
    IReadOnlyList<int> SpecialFeatures,
    IReadOnlyList<int> PurposesExpress,
    IReadOnlyList<int> PurposesImplied,
    VendorSet VendorsExpress,
    VendorSet VendorsImplied,
    IReadOnlyList<PublisherRestriction> PublisherRestrictions,
    VendorSet? DisclosedVendors,
    PublisherTc? Publisher);

/// <summary>Source: Global-Privacy-Platform, Sections/Canada, "IAB Canada TCF"; the width of its ranges after IABTechLab/iabgpp-es, encoder/segment.</summary>
internal static class TcCanadaDecoder
{
    private const int EncodingVersion = 1;

    /// <exception cref="MalformedSignalException">It is not such a string.</exception>
    public static TcCanada Decode(string raw)
    {
        var segments = raw.Split('.');
        var tc = Core(new BitReader(segments[0]));
        foreach (var segment in segments.Skip(1))
            tc = Add(tc, new BitReader(segment));
        return tc;
    }

    private static TcCanada Core(BitReader bits)
    {
        if (bits.Int(6) is not EncodingVersion)
            throw new MalformedSignalException("version-unknown");
        var tc = new TcCanada(
            EncodingVersion,
            TcStringDecoder.Time(bits),
            TcStringDecoder.Time(bits),
            bits.Int(12),
            bits.Int(12),
            bits.Int(6),
            bits.Letters(),
            bits.Int(12),
            bits.Int(6),
            bits.Bit(),
            bits.Ids(TcStringDecoder.SpecialFeatures),
            bits.Ids(TcStringDecoder.Purposes),
            bits.Ids(TcStringDecoder.Purposes),
            TcStringDecoder.Vendors(bits),
            TcStringDecoder.Vendors(bits),
            TcStringDecoder.Restrictions(bits),
            null,
            null);
        bits.End();
        return tc;
    }

    private static TcCanada Add(TcCanada tc, BitReader bits)
    {
        var whole = (bits.Int(3), tc) switch
        {
            (1, { DisclosedVendors: null }) => tc with { DisclosedVendors = TcStringDecoder.Vendors(bits) },
            (3, { Publisher: null }) => tc with { Publisher = TcStringDecoder.Publisher(bits) },
            (1 or 3, _) => throw new MalformedSignalException("segment-twice"),
            _ => throw new MalformedSignalException("segment-unknown"),
        };
        bits.End();
        return whole;
    }
}
