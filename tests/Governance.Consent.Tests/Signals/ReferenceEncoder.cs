using System.Text;
using Governance.Consent.Signals.Gpp;
using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Tests.Signals;

/// <summary>
/// Writes what was decoded back as bits, so that a test can tell whether a text that was accepted really is an encoding of what was read.
/// Lives in the tests only: the service makes no strings.
/// </summary>
internal static class ReferenceEncoder
{
    private const string Sensitive = "SensitiveDataProcessing";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>Whether the text is an encoding of it, apart from filling zeros.</summary>
    public static bool Encodes(string text, TcString tc)
    {
        var segments = text.Split('.');
        return IsFilled(segments[0], Core(tc)) && segments.Skip(1).All(s => IsFilled(s, BitsOf(s)[..3] switch
        {
            "001" => "001" + Vendors(tc.DisclosedVendors!),
            "010" => "010" + Vendors(tc.AllowedVendors!),
            "011" => "011" + Publisher(tc.Publisher!),
            _ => "none",
        }));
    }

    public static bool Encodes(string text, GppString gpp)
    {
        var parts = text.Split('~');
        return parts.Length == gpp.Sections.Count + 1
            && HeaderIds(BitsOf(parts[0])).SequenceEqual(gpp.Sections.Select(s => s.Id))
            && gpp.Sections.Zip(parts.Skip(1)).All(p => p.First.Raw == p.Second && (p.First switch
            {
                { Tcf: { } tc } => Encodes(p.Second, tc),
                { TcfCanada: { } tc } => Encodes(p.Second, tc),
                { Id: >= 25, UsPrivacy: { } us } => IsFilled(p.Second.Split('.')[0], Us(us, us.Fields.Keys.Except([Sensitive])))
                    && (us.Fields.ContainsKey(Sensitive) ? IsFilled(p.Second.Split('.')[1], Us(us, [Sensitive])[6..]) : !p.Second.Contains('.', StringComparison.Ordinal)),
                { UsPrivacy: { } us } => IsFilled(p.Second.Split('.')[0], Us(us, us.Fields.Keys)) && (us.Gpc is { } gpc ? IsFilled(p.Second.Split('.')[1], gpc ? "011" : "010") : !p.Second.Contains('.', StringComparison.Ordinal)),
                { UspV1: { } usp } => p.Second == $"1{usp.Notice}{usp.OptOutSale}{usp.LspaCovered}",
                _ => p.Second.All(c => c == '.' || Alphabet.Contains(c, StringComparison.Ordinal)),
            }));
    }

    public static string Text(string bits)
    {
        var filled = bits.PadRight((bits.Length + 5) / 6 * 6, '0');
        return string.Concat(filled.Chunk(6).Select(c => Alphabet[Convert.ToInt32(new string(c), 2)]));
    }

    public static string Int(long value, int bits) => Convert.ToString(value, 2).PadLeft(bits, '0');

    public static string Core(TcString tc) => string.Concat(
        Int(tc.Version, 6), Int(tc.Created.ToUnixTimeMilliseconds() / 100, 36), Int(tc.LastUpdated.ToUnixTimeMilliseconds() / 100, 36),
        Int(tc.CmpId, 12), Int(tc.CmpVersion, 12), Int(tc.ConsentScreen, 6), Letters(tc.ConsentLanguage), Int(tc.VendorListVersion, 12), Int(tc.TcfPolicyVersion, 6),
        Bit(tc.IsServiceSpecific), Bit(tc.UseNonStandardTexts), Field(tc.SpecialFeatureOptIns, 12), Field(tc.PurposesConsent, 24), Field(tc.PurposesLegitimateInterest, 24),
        Bit(tc.PurposeOneTreatment), Letters(tc.PublisherCountry), Vendors(tc.VendorConsents), Vendors(tc.VendorLegitimateInterests),
        Int(tc.PublisherRestrictions.Count, 12), string.Concat(tc.PublisherRestrictions.Select(r => Int(r.Purpose, 6) + Int(r.Type, 2) + Ranges(r.Vendors))));

    public static string Vendors(VendorSet set) => Int(set.MaxVendorId, 16) + Bit(set.InRanges) + (set.InRanges
        ? Ranges(set.Ranges)
        : Field([.. set.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1))], set.MaxVendorId));

    public static string Publisher(PublisherTc p) => string.Concat(
        Field(p.PurposesConsent, 24), Field(p.PurposesLegitimateInterest, 24), Int(p.CustomPurposes, 6), Field(p.CustomPurposesConsent, p.CustomPurposes), Field(p.CustomPurposesLegitimateInterest, p.CustomPurposes));

    private static bool Encodes(string text, TcCanada tc)
    {
        var core = string.Concat(
            Int(tc.Version, 6), Int(tc.Created.ToUnixTimeMilliseconds() / 100, 36), Int(tc.LastUpdated.ToUnixTimeMilliseconds() / 100, 36),
            Int(tc.CmpId, 12), Int(tc.CmpVersion, 12), Int(tc.ConsentScreen, 6), Letters(tc.ConsentLanguage), Int(tc.VendorListVersion, 12), Int(tc.TcfPolicyVersion, 6),
            Bit(tc.UseNonStandardStacks), Field(tc.SpecialFeatures, 12), Field(tc.PurposesExpress, 24), Field(tc.PurposesImplied, 24), Vendors(tc.VendorsExpress), Vendors(tc.VendorsImplied),
            Int(tc.PublisherRestrictions.Count, 12), string.Concat(tc.PublisherRestrictions.Select(r => Int(r.Purpose, 6) + Int(r.Type, 2) + Ranges(r.Vendors))));
        var segments = text.Split('.');
        return IsFilled(segments[0], core) && segments.Skip(1).All(s => IsFilled(s, BitsOf(s)[..3] == "001" ? "001" + Vendors(tc.DisclosedVendors!) : "011" + Publisher(tc.Publisher!)));
    }

    private static string Us(UsSection us, IEnumerable<string> fields) => Int(us.Version, 6) + string.Concat(fields.SelectMany(f => us.Fields[f]).Select(v => Int(v, 2)));

    private static string Ranges(IReadOnlyList<VendorRange> ranges) =>
        Int(ranges.Count, 12) + string.Concat(ranges.Select(r => r.AsGroup ? "1" + Int(r.First, 16) + Int(r.Last, 16) : "0" + Int(r.First, 16)));

    private static string Field(IReadOnlyCollection<int> ids, int length)
    {
        var field = new StringBuilder(new string('0', length));
        foreach (var id in ids)
            field[id - 1] = '1';
        return field.ToString();
    }

    private static string Letters(string two) => Int(two[0] - 'A', 6) + Int(two[1] - 'A', 6);

    private static string Bit(bool bit) => bit ? "1" : "0";

    private static bool IsFilled(string text, string bits)
    {
        var whole = BitsOf(text);
        return whole.StartsWith(bits, StringComparison.Ordinal) && whole.Length - bits.Length < 64 && !whole[bits.Length..].Contains('1', StringComparison.Ordinal);
    }

    private static string BitsOf(string text) => string.Concat(text.Select(c => Int(Alphabet.IndexOf(c, StringComparison.Ordinal), 6)));

    /// <summary>Section ids of a GPP header, read in another way than the service does: each number is what stands before the first "11".</summary>
    private static List<int> HeaderIds(string bits)
    {
        var (ids, rest, last) = (new List<int>(), bits[24..], 0);
        for (var count = Convert.ToInt32(bits[12..24], 2); count > 0; count--)
        {
            var group = rest[0] == '1';
            rest = rest[1..];
            var first = last + Next();
            last = group ? first + Next() : first;
            ids.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return ids;

        int Next()
        {
            var end = rest.IndexOf("11", StringComparison.Ordinal);
            var (value, a, b) = (0, 1, 2);
            foreach (var bit in rest[..(end + 1)])
            {
                value += bit == '1' ? a : 0;
                (a, b) = (b, a + b);
            }
            rest = rest[(end + 2)..];
            return value;
        }
    }
}
