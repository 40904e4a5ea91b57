namespace Governance.Consent.Signals.Gpp;

/// <param name="Values">How many two-bit values the field holds.</param>
internal sealed record UsField(string Name, int Values = 1);

/// <param name="Fields">All fields behind the version number, in order.</param>
internal sealed record UsForm(int Version, UsField[] Fields)
{
    public int Bits => 6 + (2 * Fields.Sum(f => f.Values));
}

/// <param name="Forms">In the order in which they were published. One version may have grown: the longest that the text has room for is meant.</param>
/// <param name="HasGpc">Whether a Global Privacy Control sub-section may follow.</param>
/// <param name="Sensitive">How many values a sub-section of consents to the use of sensitive data holds; 0 where there is none.</param>
internal sealed record UsLayout(string Prefix, IReadOnlyList<UsForm> Forms, bool HasGpc, int Sensitive = 0);

/// <summary>Sections of US law share one form: a version of six bits, then values of two bits each, then perhaps the GPC sub-section.</summary>
internal static class UsDecoder
{
    private const int GpcSubsection = 1;
    private const int HighestValue = 2;

    public static UsSection Decode(UsLayout layout, string raw)
    {
        var segments = raw.Split('.');
        if (segments.Length > (layout.HasGpc || layout.Sensitive > 0 ? 2 : 1))
            throw new MalformedSignalException("segment-unknown");
        var bits = new BitReader(segments[0]);
        var version = bits.Int(6);
        var forms = layout.Forms.Where(f => f.Version == version).ToList();
        if (forms.Count == 0)
            throw new MalformedSignalException("version-unknown");
        var form = forms.LastOrDefault(f => f.Bits <= segments[0].Length * 6) ?? forms[0];
        var values = form.Fields.ToDictionary(f => f.Name, f => (IReadOnlyList<int>)[.. Enumerable.Range(0, f.Values).Select(_ => Value(bits))], StringComparer.Ordinal);
        bits.End();
        if (layout.Sensitive > 0 && segments.Length == 2)
            values.Add("SensitiveDataProcessing", Sensitive(new BitReader(segments[1]), layout.Sensitive));
        return new(layout.Prefix, version, values, layout.HasGpc && segments.Length == 2 ? Gpc(new BitReader(segments[1])) : null);
    }

    private static int Value(BitReader bits)
    {
        var value = bits.Int(2);
        return value <= HighestValue ? value : throw new MalformedSignalException("value-undefined");
    }

    private static List<int> Sensitive(BitReader bits, int count)
    {
        var values = Enumerable.Range(0, count).Select(_ => Value(bits)).ToList();
        bits.End();
        return values;
    }

    private static bool Gpc(BitReader bits)
    {
        if (bits.Int(2) != GpcSubsection)
            throw new MalformedSignalException("segment-unknown");
        var gpc = bits.Bit();
        bits.End();
        return gpc;
    }
}
