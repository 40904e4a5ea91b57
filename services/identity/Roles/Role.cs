using Microsoft.AspNetCore.Identity;

namespace Governance.Identity.Roles;

/// <summary>A named set of permissions.</summary>
internal sealed class Role : IdentityRole<Guid>
{
    private Role()
    {
    }

    public List<string> Permissions { get; private set; } = [];

    /// <summary>What the catalogue has given this role so far; an addition is given once, so what an administrator took away stays away.</summary>
    public List<string> OfferedPermissions { get; private set; } = [];

    /// <summary>The ETag.</summary>
    public int Version { get; private set; }

    public static Role Create(string name, IEnumerable<string> permissions, DateTimeOffset now)
    {
        var role = new Role { Id = Guid.CreateVersion7(now), Name = name, NormalizedName = name.ToUpperInvariant() };
        role.SetPermissions(permissions);
        return role;
    }

    /// <summary>Adds what the catalogue has and never gave before. False when there is nothing new.</summary>
    public bool Offer(IReadOnlyList<string> catalogue)
    {
        var added = catalogue.Except(OfferedPermissions).ToList();
        if (added.Count == 0)
            return false;
        OfferedPermissions = [.. OfferedPermissions, .. added];
        var before = Permissions.Count;
        SetPermissions([.. Permissions, .. added]);
        return Permissions.Count > before;
    }

    public void SetPermissions(IEnumerable<string> permissions)
    {
        Permissions = [.. permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Version++;
    }
}
