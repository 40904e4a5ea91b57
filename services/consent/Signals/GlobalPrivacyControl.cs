namespace Governance.Consent.Signals;

/// <summary>Global Privacy Control (W3C): the Sec-GPC header and the well-known file. It opts out; it never grants.</summary>
internal static class GlobalPrivacyControl
{
    public const string Header = "Sec-GPC";
    public const string WellKnownPath = "/.well-known/gpc.json";

    /// <summary>The header counts only where it is exactly <c>1</c>; among several, any one is enough.</summary>
    public static bool IsSet(IEnumerable<string?> values) => values.Any(v => v == "1");
}
