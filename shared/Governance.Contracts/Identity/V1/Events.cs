namespace Governance.Contracts.Identity.V1;

public sealed record SetupCompleted(EventHeader Header, Guid UserId) : IEvent;

public sealed record UserCreated(EventHeader Header, Guid UserId, IReadOnlyList<string> Roles) : IEvent;

/// <param name="Fields">Names of the fields that changed, never their values.</param>
public sealed record UserUpdated(EventHeader Header, Guid UserId, IReadOnlyList<string> Fields) : IEvent;

public sealed record UserRolesChanged(EventHeader Header, Guid UserId, IReadOnlyList<string> Roles) : IEvent;

public sealed record UserDisabled(EventHeader Header, Guid UserId) : IEvent;

public sealed record UserEnabled(EventHeader Header, Guid UserId) : IEvent;

public sealed record UserPasswordReset(EventHeader Header, Guid UserId) : IEvent;

public sealed record UserPasswordChanged(EventHeader Header, Guid UserId) : IEvent;

public sealed record UserUnlocked(EventHeader Header, Guid UserId) : IEvent;

public sealed record SignInSucceeded(EventHeader Header, Guid UserId, Guid SessionId) : IEvent;

/// <param name="UserId">Null when the account is unknown.</param>
public sealed record SignInFailed(EventHeader Header, Guid? UserId) : IEvent;

public sealed record UserLockedOut(EventHeader Header, Guid UserId, DateTimeOffset Until) : IEvent;

public sealed record SignedOut(EventHeader Header, Guid UserId, Guid SessionId) : IEvent;

/// <summary>An application received tokens for a person.</summary>
public sealed record AccessGranted(EventHeader Header, Guid GrantId, Guid UserId, string ClientId, IReadOnlyList<string> Scopes) : IEvent;

public sealed record AccessRevoked(EventHeader Header, Guid GrantId, Guid UserId, string ClientId) : IEvent;

public sealed record AccessTokenRevoked(EventHeader Header, string ClientId) : IEvent;

public sealed record AuthorizationCodeReuseDetected(EventHeader Header, Guid GrantId, Guid UserId, string ClientId) : IEvent;

public sealed record RefreshTokenReuseDetected(EventHeader Header, Guid GrantId, Guid UserId, string ClientId) : IEvent;

public sealed record RoleCreated(EventHeader Header, string Role, IReadOnlyList<string> Permissions) : IEvent;

public sealed record RoleChanged(EventHeader Header, string Role, IReadOnlyList<string> Permissions) : IEvent;

public sealed record ClientCreated(EventHeader Header, string ClientId, IReadOnlyList<string> GrantTypes, IReadOnlyList<string> Permissions) : IEvent;

public sealed record ClientUpdated(EventHeader Header, string ClientId, IReadOnlyList<string> GrantTypes, IReadOnlyList<string> Permissions) : IEvent;

public sealed record ClientSecretRotated(EventHeader Header, string ClientId) : IEvent;

public sealed record ClientDisabled(EventHeader Header, string ClientId) : IEvent;

public sealed record ClientEnabled(EventHeader Header, string ClientId) : IEvent;

/// <param name="SignsFrom">When the new key starts to sign.</param>
public sealed record SigningKeyRotated(EventHeader Header, string KeyId, DateTimeOffset SignsFrom) : IEvent;

public sealed record SigningKeyWithdrawn(EventHeader Header, string KeyId) : IEvent;
