namespace Governance.Architecture.Tests.Fixtures;

/// <summary>Violates the reference rule.</summary>
internal static class UsesAService
{
    public static Type Service => typeof(Governance.Audit.Data.AuditDbContext);
}
