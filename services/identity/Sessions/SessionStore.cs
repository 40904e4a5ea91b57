using System.Security.Claims;
using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Grants;
using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Sessions;

/// <summary>The cookie only names a session row; the row decides. So signing out, disabling and a new password work at once.</summary>
internal sealed class SessionStore(
    GovernanceIdentityDbContext db, GrantStore grants, MessageOutbox outbox, EventHeaders headers, IOptions<ProtocolOptions> options, TimeProvider clock) : ISignInSessions
{
    public const string Scheme = "sign-in";
    private const string SessionClaim = "sid";

    public async Task<SignedIn?> FindCurrentAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var session = await FindRowAsync(http, cancellationToken);
        return session is null ? null : new SignedIn(session.Id, session.UserId, session.AuthenticatedAt);
    }

    /// <summary>Adds a new session for every sign-in, so that an id planted beforehand is worth nothing. Saved by the caller.</summary>
    public SignInSession Start(Guid userId)
    {
        var session = SignInSession.Start(userId, clock.GetUtcNow(), options.Value.SessionLifetime);
        db.Sessions.Add(session);
        return session;
    }

    public static Task SetCookieAsync(HttpContext http, SignInSession session) =>
        http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaim, session.Id.ToString())], Scheme)));

    public async Task EndCurrentAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var session = await FindRowAsync(http, cancellationToken);
        if (session is not null)
        {
            var actor = new Actor(ActorType.User, session.UserId.ToString());
            session.End(clock.GetUtcNow());
            await grants.RevokeAllAsync(db.Grants.Where(g => g.SessionId == session.Id), "signed-out", actor, cancellationToken);
            outbox.Add(db, new SignedOut(headers.New(actor, "sign-in-session", session.Id), session.UserId, session.Id));
            await db.SaveChangesAsync(cancellationToken);
        }
        await http.SignOutAsync(Scheme);
    }

    /// <summary>Ends every session and grant of a user; saved by the caller.</summary>
    public async Task EndAllAsync(Guid userId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var session in await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now).ToListAsync(cancellationToken))
            session.End(now);
        await grants.RevokeAllAsync(db.Grants.Where(g => g.UserId == userId), reason, actor, cancellationToken);
    }

    private async Task<SignInSession?> FindRowAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        if (!Guid.TryParse(ticket.Principal?.FindFirstValue(SessionClaim), out var id))
            return null;
        var now = clock.GetUtcNow();
        return await db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.EndedAt == null && s.ExpiresAt > now, cancellationToken);
    }
}
