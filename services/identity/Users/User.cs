using Microsoft.AspNetCore.Identity;

namespace Governance.Identity.Users;

/// <summary>A member of staff. The e-mail address is the user name.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public const int FailuresBeforeLockout = 5;
    public static readonly TimeSpan LockoutPeriod = TimeSpan.FromMinutes(15);

    private User()
    {
    }

    public string DisplayName { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Set by demo mode; such a user is disabled when the service starts outside demo mode.</summary>
    public bool IsDemo { get; private set; }

    /// <summary>The password was chosen by an administrator and must be replaced at the next sign-in.</summary>
    public bool MustChangePassword { get; private set; }

    public bool IsDisabled => DisabledAt is not null;

    /// <summary>The ETag.</summary>
    public int Version { get; private set; } = 1;

    public static User Create(string email, string displayName, DateTimeOffset now, bool isDemo = false, bool mustChangePassword = false) => new()
    {
        Id = Guid.CreateVersion7(now),
        Email = email,
        UserName = email,
        DisplayName = displayName,
        CreatedAt = now,
        LockoutEnabled = true,
        IsDemo = isDemo,
        MustChangePassword = mustChangePassword,
    };

    public bool IsLockedOut(DateTimeOffset now) => LockoutEnd > now;

    /// <summary>True when this failure locks the account.</summary>
    public bool RecordFailedSignIn(DateTimeOffset now)
    {
        AccessFailedCount++;
        if (AccessFailedCount < FailuresBeforeLockout)
            return false;
        AccessFailedCount = 0;
        LockoutEnd = now + LockoutPeriod;
        return true;
    }

    public void RecordSignIn()
    {
        AccessFailedCount = 0;
        LockoutEnd = null;
    }

    public void Unlock()
    {
        RecordSignIn();
        Touch();
    }

    public void Rename(string displayName)
    {
        DisplayName = displayName;
        Touch();
    }

    public void Disable(DateTimeOffset now)
    {
        DisabledAt = now;
        Touch();
    }

    public void Enable()
    {
        DisabledAt = null;
        Touch();
    }

    public void RequirePasswordChange(bool required) => MustChangePassword = required;

    /// <summary>A new ETag.</summary>
    public void Touch() => Version++;
}
