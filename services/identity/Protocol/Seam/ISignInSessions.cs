namespace Governance.Identity.Protocol.Seam;

/// <summary>The browser's sign-in at this server, kept in a cookie and in the database.</summary>
internal interface ISignInSessions
{
    Task<SignedIn?> FindCurrentAsync(HttpContext http, CancellationToken cancellationToken);

    /// <summary>Forgets the cookie, ends the session and everything granted in it.</summary>
    Task EndCurrentAsync(HttpContext http, CancellationToken cancellationToken);
}

internal sealed record SignedIn(Guid SessionId, Guid UserId, DateTimeOffset AuthenticatedAt);
