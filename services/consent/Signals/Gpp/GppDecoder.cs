using System.Text.RegularExpressions;
using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Signals.Gpp;

/// <summary>
/// Decodes GPP strings. Source: IAB Tech Lab, "Global Privacy Platform String" v1.0, Core/Consent String Specification
/// (github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform). Sections that are not known here are kept by id and checked for their alphabet.
/// </summary>
internal static partial class GppDecoder
{
    public const int MaxLength = 2 * TcStringDecoder.MaxLength;

    private const int HeaderType = 3;
    private const int TcfEuV2 = 2;
    private const int TcfCaV1 = 5;
    private const int UspV1Id = 6;
    private const int FirstWithMspaVersion = 24;
    private const int HighestId = 4095;

    /// <exception cref="MalformedSignalException">It is not a GPP string.</exception>
    public static GppString Decode(string text)
    {
        if (text.Length > MaxLength)
            throw new MalformedSignalException("too-long");
        var parts = text.Split('~');
        var (version, ids) = Header(new BitReader(parts[0]));
        return ids.Count == parts.Length - 1
            ? new GppString(version, [.. ids.Select((id, i) => Section(id, parts[i + 1]))])
            : throw new MalformedSignalException("sections-do-not-match-header");
    }

    private static (int Version, List<int> Ids) Header(BitReader bits)
    {
        if (bits.Int(6) != HeaderType)
            throw new MalformedSignalException("not-a-gpp-header");
        var version = bits.Int(6);
        if (version != 1)
            throw new MalformedSignalException("version-unknown");
        var (ids, last) = (new List<int>(), 0);
        for (var count = bits.Int(12); count > 0; count--)
        {
            var group = bits.Bit();
            var first = last + bits.FibonacciInt();
            last = group ? first + bits.FibonacciInt() : first;
            if (last > HighestId)
                throw new MalformedSignalException("section-id-too-large");
            ids.AddRange(Enumerable.Range(first, last - first + 1));
        }
        bits.End();
        return (version, ids);
    }

    private static GppSection Section(int id, string raw) => id switch
    {
        TcfEuV2 => new(id, raw, Tcf: TcStringDecoder.Decode(raw)),
        // The specification's own example carries a European string here.
        TcfCaV1 when VersionOf(raw) != TcStringDecoder.EncodingVersion => new(id, raw, TcfCanada: TcCanadaDecoder.Decode(raw)),
        // The drafts of these states have a section header before it, which begins with the section's id and which nobody writes.
        >= FirstWithMspaVersion when UsLayouts.Find(id) is not null && VersionOf(raw) == id => Kept(id, raw),
        UspV1Id => new(id, raw, UspV1: DecodeUsp(raw)),
        _ when UsLayouts.Find(id) is { } layout => new(id, raw, UsPrivacy: UsDecoder.Decode(layout, raw)),
        _ => Kept(id, raw),
    };

    private static int VersionOf(string raw) => new BitReader(raw.Split('.')[0]).Int(6);

    private static GppSection Kept(int id, string raw) => Unknown().IsMatch(raw) ? new(id, raw) : throw new MalformedSignalException("not-base64url");

    private static UspV1 DecodeUsp(string raw) => Usp().IsMatch(raw) ? new(raw[1], raw[2], raw[3]) : throw new MalformedSignalException("usp-wrong");

    [GeneratedRegex("\\A[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();

    /// <summary>IAB "US Privacy String": version 1, then Y, N or a hyphen three times.</summary>
    [GeneratedRegex("\\A1[YN-]{3}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Usp();
}
