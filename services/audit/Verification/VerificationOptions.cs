namespace Governance.Audit.Verification;

/// <summary>Section <c>Verification</c>.</summary>
internal sealed class VerificationOptions
{
    /// <summary>How often the service verifies the whole log by itself; zero for never.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);
}
