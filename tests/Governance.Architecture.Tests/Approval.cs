namespace Governance.Architecture.Tests;

/// <summary>Approved files are rewritten when the variable is set; the difference is then looked at before it is committed.</summary>
internal static class Approval
{
    public const string Hint = "run the architecture tests with GOVERNANCE_APPROVE=1 and look at what they write.";

    public static bool IsAsked => Environment.GetEnvironmentVariable("GOVERNANCE_APPROVE") == "1";
}
