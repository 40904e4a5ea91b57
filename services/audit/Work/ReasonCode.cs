using System.Text.RegularExpressions;

namespace Governance.Audit.Work;

/// <summary>Reasons stay in the log for good, so that they are codes and never free text.</summary>
internal static partial class ReasonCode
{
    public const string Rule = "A code of 1 to 64 lower-case letters, digits and hyphens.";

    public static bool IsValid(string reason) => Form().IsMatch(reason);

    [GeneratedRegex(@"\A(?=.{1,64}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
