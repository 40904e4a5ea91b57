namespace Governance.Consent.Signals.Tcf;

/// <summary>
/// Decodes TC strings bit by bit. Source: IAB Tech Lab, "Transparency and Consent String with Global Vendor &amp; CMP List Formats" v2.3
/// (github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework, TCFv2).
/// </summary>
internal static class TcStringDecoder
{
    /// <summary>Longer than any real one: more than 65,535 vendors in each of four bit fields.</summary>
    public const int MaxLength = 64 * 1024;

    internal const int EncodingVersion = 2;
    internal const int Purposes = 24;
    internal const int SpecialFeatures = 12;
    private const int UndefinedRestriction = 3;

    /// <exception cref="MalformedSignalException">It is not a TC string.</exception>
    public static TcString Decode(string text)
    {
        if (text.Length > MaxLength)
            throw new MalformedSignalException("too-long");
        var segments = text.Split('.');
        var tc = Core(new BitReader(segments[0]));
        foreach (var segment in segments.Skip(1))
            tc = Add(tc, new BitReader(segment));
        return tc;
    }

    private static TcString Core(BitReader bits)
    {
        if (bits.Int(6) is not EncodingVersion)
            throw new MalformedSignalException("version-unknown");
        var tc = new TcString(
            EncodingVersion,
            Time(bits),
            Time(bits),
            bits.Int(12),
            bits.Int(12),
            bits.Int(6),
            bits.Letters(),
            bits.Int(12),
            bits.Int(6),
            bits.Bit(),
            bits.Bit(),
            bits.Ids(SpecialFeatures),
            bits.Ids(Purposes),
            bits.Ids(Purposes),
            bits.Bit(),
            bits.Letters(),
            Vendors(bits),
            Vendors(bits),
            Restrictions(bits),
            null,
            null,
            null);
        bits.End();
        return tc;
    }

    private static TcString Add(TcString tc, BitReader bits)
    {
        var type = bits.Int(3);
        var whole = (type, tc) switch
        {
            (1, { DisclosedVendors: null }) => tc with { DisclosedVendors = Vendors(bits) },
            (2, { AllowedVendors: null }) => tc with { AllowedVendors = Vendors(bits) },
            (3, { Publisher: null }) => tc with { Publisher = Publisher(bits) },
            (1 or 2 or 3, _) => throw new MalformedSignalException("segment-twice"),
            _ => throw new MalformedSignalException("segment-unknown"),
        };
        bits.End();
        return whole;
    }

    internal static PublisherTc Publisher(BitReader bits)
    {
        var (consent, interest, custom) = (bits.Ids(Purposes), bits.Ids(Purposes), bits.Int(6));
        return new(consent, interest, custom, bits.Ids(custom), bits.Ids(custom));
    }

    internal static VendorSet Vendors(BitReader bits)
    {
        var (max, inRanges) = (bits.Int(16), bits.Bit());
        return new(max, inRanges, inRanges ? Ranges(bits, max) : Join(bits.Ids(max)));
    }

    private static List<VendorRange> Ranges(BitReader bits, int max)
    {
        var ranges = new List<VendorRange>();
        for (var count = bits.Int(12); count > 0; count--)
        {
            var group = bits.Bit();
            var first = bits.Int(16);
            var last = group ? bits.Int(16) : first;
            if (first < 1 || last < first || last > max)
                throw new MalformedSignalException("range-wrong");
            ranges.Add(new(first, last, group));
        }
        return ranges;
    }

    private static List<VendorRange> Join(IReadOnlyList<int> ids)
    {
        var ranges = new List<VendorRange>();
        foreach (var id in ids)
        {
            if (ranges.Count > 0 && ranges[^1].Last == id - 1)
                ranges[^1] = new(ranges[^1].First, id, AsGroup: true);
            else
                ranges.Add(new(id, id, AsGroup: false));
        }
        return ranges;
    }

    internal static List<PublisherRestriction> Restrictions(BitReader bits)
    {
        var restrictions = new List<PublisherRestriction>();
        for (var count = bits.Int(12); count > 0; count--)
        {
            var (purpose, type) = (bits.Int(6), bits.Int(2));
            if (purpose is < 1 or > Purposes || type == UndefinedRestriction)
                throw new MalformedSignalException("restriction-wrong");
            restrictions.Add(new(purpose, type, Ranges(bits, ushort.MaxValue)));
        }
        return restrictions;
    }

    /// <summary>Tenths of a second since 1970 in 36 bits: up to the year 2187.</summary>
    internal static DateTimeOffset Time(BitReader bits) => DateTimeOffset.FromUnixTimeMilliseconds(bits.Long(36) * 100);
}
