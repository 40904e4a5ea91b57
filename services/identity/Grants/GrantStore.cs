using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Protocol;
using Governance.Identity.Protocol.Seam;
using Governance.Identity.Security;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.Grants;

internal sealed class GrantStore(
    GovernanceIdentityDbContext db, MessageOutbox outbox, EventHeaders headers, IOptions<ProtocolOptions> options, TimeProvider clock) : IGrantStore
{
    public async Task<string> IssueCodeAsync(CodeRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var code = OpaqueToken.Create();
        var grant = Grant.Create(request, now, options.Value.GrantLifetime);
        db.Grants.Add(grant);
        db.AuthorizationCodes.Add(AuthorizationCode.Create(OpaqueToken.Hash(code), grant.Id, request, now + options.Value.CodeLifetime));
        await db.SaveChangesAsync(cancellationToken);
        return code;
    }

    public async Task<RedeemedGrant?> RedeemCodeAsync(ProtocolClient client, CodeRedemption redemption, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = OpaqueToken.Hash(redemption.Code);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var code = await db.AuthorizationCodes.AsNoTracking().SingleOrDefaultAsync(c => c.CodeHash == hash, cancellationToken);
        var grant = code is null ? null : await db.Grants.SingleAsync(g => g.Id == code.GrantId, cancellationToken);
        if (grant is null || grant.ClientId != client.Id)
            return null;

        // Of two that come at once, the row lock lets one be first.
        var isFirst = await db.AuthorizationCodes.Where(c => c.CodeHash == hash && c.RedeemedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.RedeemedAt, now), cancellationToken) == 1;
        string? refreshToken = null;
        var isGood = isFirst && code!.ExpiresAt > now && grant.IsAlive(now)
            && string.Equals(code.RedirectUri, redemption.RedirectUri, StringComparison.Ordinal)
            && Pkce.Matches(code.CodeChallenge, redemption.CodeVerifier);
        if (isGood)
        {
            refreshToken = AddRefreshToken(client, grant, now);
            outbox.Add(db, new AccessGranted(Header(grant, UserActor(grant)), grant.Id, grant.UserId, grant.ClientId, grant.Scopes));
        }
        else if (!isFirst)
        {
            // RFC 6749 section 4.1.2: a code seen twice has leaked.
            grant.Revoke("code-reused", now);
            outbox.Add(db, new AuthorizationCodeReuseDetected(Refused(grant, "code-reused"), grant.Id, grant.UserId, grant.ClientId));
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isGood ? ToResult(grant, grant.Nonce, refreshToken) : null;
    }

    public async Task<RedeemedGrant?> RotateRefreshTokenAsync(ProtocolClient client, string refreshToken, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = OpaqueToken.Hash(refreshToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var token = await db.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(t => t.TokenHash == hash, cancellationToken);
        var grant = token is null ? null : await db.Grants.SingleAsync(g => g.Id == token.GrantId, cancellationToken);
        if (grant is null || grant.ClientId != client.Id || !grant.IsAlive(now))
            return null;

        var isFirst = await db.RefreshTokens.Where(t => t.TokenHash == hash && t.ConsumedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.ConsumedAt, now), cancellationToken) == 1;
        string? next = null;
        if (!isFirst)
        {
            // RFC 9700 section 4.14.2: thief and owner can't be told apart, so the family ends.
            grant.Revoke("refresh-token-reused", now);
            outbox.Add(db, new RefreshTokenReuseDetected(Refused(grant, "refresh-token-reused"), grant.Id, grant.UserId, grant.ClientId));
        }
        else if (token!.ExpiresAt > now)
        {
            next = AddRefreshToken(client, grant, now);
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return next is null ? null : ToResult(grant, null, next);
    }

    public async Task<bool> RevokeByRefreshTokenAsync(ProtocolClient client, string refreshToken, CancellationToken cancellationToken)
    {
        var hash = OpaqueToken.Hash(refreshToken);
        var grant = await db.Grants.SingleOrDefaultAsync(
            g => g.ClientId == client.Id && db.RefreshTokens.Any(t => t.TokenHash == hash && t.GrantId == g.Id), cancellationToken);
        if (grant is null)
            return false;
        if (grant.RevokedAt is null)
        {
            Revoke(grant, "revoked-by-client", new Actor(ActorType.Client, client.Id));
            await db.SaveChangesAsync(cancellationToken);
        }
        return true;
    }

    public async Task RevokeAccessTokenAsync(AccessTokenReference token, CancellationToken cancellationToken)
    {
        if (await db.RevokedAccessTokens.AnyAsync(t => t.TokenId == token.TokenId, cancellationToken))
            return;
        db.RevokedAccessTokens.Add(new RevokedAccessToken { TokenId = token.TokenId, ExpiresAt = token.ExpiresAt });
        outbox.Add(db, new AccessTokenRevoked(headers.New(new Actor(ActorType.Client, token.ClientId), "access-token", token.TokenId), token.ClientId));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<bool> IsAccessTokenAliveAsync(AccessTokenReference token, CancellationToken cancellationToken) =>
        !await db.RevokedAccessTokens.AnyAsync(t => t.TokenId == token.TokenId, cancellationToken)
        && await db.Clients.AnyAsync(c => c.Id == token.ClientId && c.DisabledAt == null, cancellationToken)
        && (token.GrantId is not { } id || await db.Grants.AnyAsync(
            g => g.Id == id && g.RevokedAt == null && db.Users.Any(u => u.Id == g.UserId && u.DisabledAt == null), cancellationToken));

    /// <summary>Ends grants of a session or of a user; saved by the caller.</summary>
    public async Task RevokeAllAsync(IQueryable<Grant> grants, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var grant in await grants.Where(g => g.RevokedAt == null && g.ExpiresAt > now).ToListAsync(cancellationToken))
            Revoke(grant, reason, actor);
    }

    private void Revoke(Grant grant, string reason, Actor actor)
    {
        grant.Revoke(reason, clock.GetUtcNow());
        outbox.Add(db, new AccessRevoked(Header(grant, actor) with { Reason = reason }, grant.Id, grant.UserId, grant.ClientId));
    }

    private string? AddRefreshToken(ProtocolClient client, Grant grant, DateTimeOffset now)
    {
        if (!grant.Scopes.Contains(OAuth.OfflineAccessScope) || !client.Allows(OAuth.RefreshToken))
            return null;
        var token = OpaqueToken.Create();
        var idleEnd = now + options.Value.RefreshTokenLifetime;
        db.RefreshTokens.Add(RefreshToken.Create(OpaqueToken.Hash(token), grant.Id, idleEnd < grant.ExpiresAt ? idleEnd : grant.ExpiresAt));
        return token;
    }

    private EventHeader Header(Grant grant, Actor actor) => headers.New(actor, "grant", grant.Id);

    private EventHeader Refused(Grant grant, string reason) =>
        Header(grant, new Actor(ActorType.Client, grant.ClientId)) with { Outcome = Outcome.Refused, Reason = reason };

    private static Actor UserActor(Grant grant) => new(ActorType.User, grant.UserId.ToString());

    private static RedeemedGrant ToResult(Grant grant, string? nonce, string? refreshToken) =>
        new(grant.Id, grant.UserId, grant.SessionId, grant.AuthenticatedAt, grant.Scopes, nonce, refreshToken);
}
