using Governance.Consent.Signals.Gpp;
using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Signals;

internal enum SignalKind
{
    Tcf,
    Gpp,
    Gpc,
}

/// <param name="Fault">Code of why it can't be decoded; null when it can.</param>
/// <param name="Problems">Codes of what its specification forbids although it can be decoded.</param>
internal sealed record DecodedSignal(SignalKind Kind, string? Fault, IReadOnlyList<string> Problems, TcString? Tcf = null, GppString? Gpp = null)
{
    public bool Valid => Fault is null && Problems.Count == 0;
}

/// <summary>Decodes and validates strings that consent management platforms made. None is ever made or changed here: that needs a registered CMP id.</summary>
internal static class SignalDecoder
{
    public static DecodedSignal Tcf(string text)
    {
        try
        {
            var tc = TcStringDecoder.Decode(text);
            return new(SignalKind.Tcf, null, ProblemsOf(tc), Tcf: tc);
        }
        catch (MalformedSignalException malformed)
        {
            return new(SignalKind.Tcf, malformed.Code, []);
        }
    }

    public static DecodedSignal Gpp(string text)
    {
        try
        {
            return new(SignalKind.Gpp, null, [], Gpp: GppDecoder.Decode(text));
        }
        catch (MalformedSignalException malformed)
        {
            return new(SignalKind.Gpp, malformed.Code, []);
        }
    }

    private static List<string> ProblemsOf(TcString tc)
    {
        var problems = new List<string>();
        // TCF v2.3, in force since 28 February 2026: the segment is mandatory.
        if (tc.DisclosedVendors is null)
            problems.Add("disclosed-vendors-missing");
        if (tc.LastUpdated < tc.Created)
            problems.Add("updated-before-created");
        return problems;
    }
}
