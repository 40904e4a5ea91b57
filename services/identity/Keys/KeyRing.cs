using System.Security.Cryptography;
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
using Microsoft.IdentityModel.Tokens;

namespace Governance.Identity.Keys;

/// <summary>Signing keys of the database with the unsealed halves in memory. Another instance's rotation is seen within a minute.</summary>
internal sealed class KeyRing(IServiceScopeFactory scopes, KeyVault vault, IOptions<ProtocolOptions> options, EventHeaders headers, TimeProvider clock) : ISigningKeys, IDisposable
{
    private const int KeyBits = 2048;
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Snapshot? _snapshot;

    public async Task<SigningCredentials> GetCurrentAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var snapshot = await GetSnapshotAsync(cancellationToken);
        return snapshot.Keys.Where(k => k.Row.SignsFrom <= now && k.Row.IsPublished(now)).MaxBy(k => k.Row.SignsFrom)?.Credentials
            ?? throw new InvalidOperationException("There is no signing key yet.");
    }

    public async Task<IReadOnlyList<JsonWebKey>> GetPublishedAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var snapshot = await GetSnapshotAsync(cancellationToken);
        return [.. snapshot.Keys.Where(k => k.Row.IsPublished(now)).Select(k => k.Public)];
    }

    /// <summary>Makes the first key, and the next one when the newest comes near its end. Safe to run in several instances.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => ChangeAsync(
        (newest, now) => newest is null
            ? now
            : newest.SignsFrom + options.Value.SigningKeyLifetime - options.Value.SigningKeyAnnouncement <= now ? now + options.Value.SigningKeyAnnouncement : null,
        withdrawOthers: false, actor: null, cancellationToken);

    /// <summary>Adds a key. A compromised one is replaced at once and everything it signed is refused.</summary>
    public async Task<SigningKey> RotateAsync(bool compromised, Actor actor, CancellationToken cancellationToken) =>
        (await ChangeAsync((_, now) => compromised ? now : now + options.Value.SigningKeyAnnouncement, compromised, actor, cancellationToken))!;

    public void Dispose()
    {
        _gate.Dispose();
        _snapshot = null;
    }

    private async Task<SigningKey?> ChangeAsync(
        Func<SigningKey?, DateTimeOffset, DateTimeOffset?> signsFrom, bool withdrawOthers, Actor? actor, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        var outbox = scope.ServiceProvider.GetRequiredService<MessageOutbox>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One rotation at a time over all instances.
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        var now = clock.GetUtcNow();
        var keys = await db.SigningKeys.Where(k => k.PublishedUntil == null || k.PublishedUntil > now).OrderBy(k => k.SignsFrom).ToListAsync(cancellationToken);
        if (signsFrom(keys.LastOrDefault(), now) is not { } start)
            return null;

        foreach (var key in keys)
        {
            if (withdrawOthers)
            {
                key.Withdraw(now);
                outbox.Add(db, new SigningKeyWithdrawn(headers.New(actor, "signing-key", key.Id), key.Id));
            }
            else
            {
                key.PublishUntil(start + options.Value.SigningKeyOverlap);
            }
        }
        var created = Generate(now, start);
        db.SigningKeys.Add(created);
        outbox.Add(db, new SigningKeyRotated(headers.New(actor, "signing-key", created.Id), created.Id, start));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _snapshot = null;
        return created;
    }

    private SigningKey Generate(DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using var rsa = RSA.Create(KeyBits);
        var id = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(12));
        return SigningKey.Create(id, rsa.ExportSubjectPublicKeyInfo(), vault.Protect(rsa.ExportPkcs8PrivateKey(), Purpose(id)), now, signsFrom);
    }

    private async Task<Snapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } current && clock.GetUtcNow() - current.LoadedAt < Freshness)
            return current;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_snapshot is { } loaded && clock.GetUtcNow() - loaded.LoadedAt < Freshness)
                return loaded;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
            var now = clock.GetUtcNow();
            var rows = await db.SigningKeys.AsNoTracking().Where(k => k.PublishedUntil == null || k.PublishedUntil > now).ToListAsync(cancellationToken);
            var known = (_snapshot?.Keys ?? []).ToDictionary(k => k.Row.Id);
            return _snapshot = new Snapshot(now, [.. rows.Select(r => known.TryGetValue(r.Id, out var k) ? k with { Row = r } : Open(r))]);
        }
        finally
        {
            _gate.Release();
        }
    }

    private OpenKey Open(SigningKey row)
    {
        // Lives as long as the process: signature providers hold on to it.
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(vault.Unprotect(row.SealedPrivateKey, Purpose(row.Id)), out _);
        var publicKey = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = row.Id });
        publicKey.Alg = SecurityAlgorithms.RsaSha256;
        return new OpenKey(row, new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = row.Id }, SecurityAlgorithms.RsaSha256), publicKey);
    }

    private static string Purpose(string keyId) => $"signing-key:{keyId}";

    private sealed record Snapshot(DateTimeOffset LoadedAt, IReadOnlyList<OpenKey> Keys);

    private sealed record OpenKey(SigningKey Row, SigningCredentials Credentials, JsonWebKey Public);
}
