using Governance.Consent.Choices;
using Governance.Consent.Purposes;

namespace Governance.Consent.Signals;

/// <summary>Google Consent Mode v2, as its own API writes it.</summary>
internal static class ConsentMode
{
    public const string Granted = "granted";
    public const string Denied = "denied";

    /// <summary>Granted only where every purpose that is mapped to the signal is allowed, and at least one is mapped.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<SubjectState> states) =>
        Enum.GetValues<ConsentModeSignal>().ToDictionary(NameOf, signal =>
        {
            var code = CodeRules.CodeOf(signal);
            var mapped = states.Where(s => s.Purpose.Current.ConsentMode.Contains(code)).ToList();
            return mapped.Count > 0 && mapped.All(s => s.Decision.Allowed) ? Granted : Denied;
        }, StringComparer.Ordinal);

    private static string NameOf(ConsentModeSignal signal) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(signal.ToString());
}
