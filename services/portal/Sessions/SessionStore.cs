using Governance.Portal.Data;
using Governance.Portal.Security;
using Governance.Portal.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Portal.Sessions;

/// <summary>A live session with tokens that hold for some time yet.</summary>
internal sealed record CurrentSession(byte[] Id, string Subject, string? ProviderSession, Tokens Tokens, DateTimeOffset ExpiresAt);

/// <summary>Sessions in the database: they outlive a restart, and any instance can serve them.</summary>
internal sealed class SessionStore(PortalDbContext db, Vault vault, IdentityProvider provider, IOptions<PortalOptions> options, TimeProvider clock)
{
    private const string Purpose = "session-tokens";

    /// <summary>A token that ends sooner is renewed before use.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>Starts a session; the value goes into the cookie and is not kept.</summary>
    public async Task<string> StartAsync(string subject, string? providerSession, Tokens tokens, CancellationToken ct)
    {
        var value = SessionCookie.NewValue();
        var session = PortalSession.Start(SessionCookie.IdOf(value), subject, providerSession, clock.GetUtcNow(), options.Value.SessionLifetime);
        session.Keep(vault.Seal(tokens, Purpose), tokens.AccessExpiresAt);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        return value;
    }

    /// <summary>The session of the request's cookie with usable tokens; null when there is none or it has ended.</summary>
    /// <exception cref="ProviderUnavailableException">The tokens have to be renewed, and the provider does not answer.</exception>
    public async Task<CurrentSession?> FindAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.Cookies[SessionCookie.Name] is not { Length: > 0 } value)
            return null;
        var id = SessionCookie.IdOf(value);
        var now = clock.GetUtcNow();
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.ExpiresAt > now, ct);
        if (session is null)
            return null;
        return session.AccessExpiresAt - now > Margin ? Open(session) : await RenewAsync(id, ct);
    }

    public async Task EndAsync(CurrentSession session, CancellationToken ct)
    {
        await db.Sessions.Where(s => s.Id == session.Id || (session.ProviderSession != null && s.ProviderSession == session.ProviderSession)).ExecuteDeleteAsync(ct);
    }

    /// <summary>
    /// Refresh tokens are good for one use: a second use ends all of them. So one request renews, over all instances, and the
    /// others wait at the row and find the new tokens.
    /// </summary>
    private async Task<CurrentSession?> RenewAsync(byte[] id, CancellationToken ct)
    {
        // Once begun it is finished, or the new tokens would be lost with a request that the browser gave up.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), clock);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Sessions.FromSql($"SELECT * FROM sessions WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct) is not { } session)
            return null;
        if (session.AccessExpiresAt - clock.GetUtcNow() > Margin)
            return Open(session);
        var tokens = Open(session)?.Tokens is { Refresh: { } refresh } old ? await provider.RefreshAsync(refresh, old, limit.Token) : null;
        if (tokens is null)
            db.Sessions.Remove(session);
        else
            session.Keep(vault.Seal(tokens, Purpose), tokens.AccessExpiresAt);
        await db.SaveChangesAsync(limit.Token);
        await transaction.CommitAsync(limit.Token);
        return tokens is null ? null : Open(session);
    }

    private CurrentSession? Open(PortalSession session) =>
        vault.Open<Tokens>(session.SealedTokens, Purpose) is { } tokens ? new(session.Id, session.Subject, session.ProviderSession, tokens, session.ExpiresAt) : null;
}
