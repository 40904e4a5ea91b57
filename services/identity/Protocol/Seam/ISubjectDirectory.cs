namespace Governance.Identity.Protocol.Seam;

internal interface ISubjectDirectory
{
    /// <summary>The user with the permissions of all their roles, unless unknown or disabled.</summary>
    Task<Subject?> FindActiveAsync(Guid id, CancellationToken cancellationToken);
}

internal sealed record Subject(Guid Id, string DisplayName, string Email, IReadOnlyList<string> Permissions);
