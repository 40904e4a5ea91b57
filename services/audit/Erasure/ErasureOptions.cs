namespace Governance.Audit.Erasure;

/// <summary>Section <c>Erasure</c>.</summary>
internal sealed class ErasureOptions
{
    /// <summary>
    /// How long after an erasure the tables concerned are rewritten, so that their files hold nothing of it any more. Intake into the
    /// month concerned waits meanwhile; a longer time lets several erasures share one rewriting.
    /// </summary>
    public TimeSpan RewriteAfter { get; set; } = TimeSpan.FromMinutes(1);
}
