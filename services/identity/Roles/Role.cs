using Microsoft.AspNetCore.Identity;

namespace Governance.Identity.Roles;

/// <summary>A named set of permissions.</summary>
internal sealed class Role : IdentityRole<Guid>
{
    private Role()
    {
    }

    public List<string> Permissions { get; private set; } = [];

    /// <summary>The ETag.</summary>
    public int Version { get; private set; }

    public static Role Create(string name, IEnumerable<string> permissions, DateTimeOffset now)
    {
        var role = new Role { Id = Guid.CreateVersion7(now), Name = name, NormalizedName = name.ToUpperInvariant() };
        role.SetPermissions(permissions);
        return role;
    }

    public void SetPermissions(IEnumerable<string> permissions)
    {
        Permissions = [.. permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Version++;
    }
}
