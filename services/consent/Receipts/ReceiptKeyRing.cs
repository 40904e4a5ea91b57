using System.Collections.Concurrent;
using System.Security.Cryptography;
using Governance.Consent.Data;
using Governance.Consent.Security;
using Governance.Contracts;
using Governance.Contracts.Consent.V1;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Receipts;

/// <summary>A key of the set, ready to use.</summary>
internal sealed record OpenReceiptKey(ReceiptKey Row, PublicJwk Public, ECDsa Key, bool CanSign);

/// <summary>
/// The keys of receipts. Only the newest signs; all of them verify, unless withdrawn. Which there are is read each time, because another
/// instance may have withdrawn one a moment ago; only the opening of a key is remembered.
/// </summary>
internal sealed class ReceiptKeyRing(IServiceScopeFactory scopes, SecretVault vault, IOptions<ReceiptOptions> options, EventHeaders headers, TimeProvider clock)
{
    private readonly ReferencedKey _referenced = new(options.Value.SigningKey);
    private readonly ConcurrentDictionary<string, OpenReceiptKey> _opened = new(StringComparer.Ordinal);

    public async Task<OpenReceiptKey> GetSigningKeyAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = (await GetAllAsync(ct)).Where(k => k.CanSign && k.Row.WithdrawnAt is null);
        // A key held elsewhere signs when there is one; else the newest of our own.
        return keys.Where(k => k.Row.SignsFrom <= now).OrderBy(k => k.Row.Id == _referenced.Id).ThenBy(k => k.Row.SignsFrom).LastOrDefault()
            ?? throw new InvalidOperationException("There is no key to sign receipts with yet.");
    }

    /// <summary>All that verify, newest first.</summary>
    public async Task<IReadOnlyList<OpenReceiptKey>> GetPublishedAsync(CancellationToken ct) =>
        [.. (await GetAllAsync(ct)).Where(k => k.Row.WithdrawnAt is null).OrderByDescending(k => k.Row.SignsFrom)];

    /// <summary>Makes the first key and, in time, the next one; keeps the public half of a referenced key. Safe on several instances.</summary>
    public Task EnsureAsync(CancellationToken ct) => ChangeAsync((keys, now) =>
    {
        if (_referenced.IsSet)
            return keys.Any(k => k.Id == _referenced.Id) ? null : ReceiptKey.Create(_referenced.Id, _referenced.PublicKey, null, now, now);
        var own = keys.Where(k => k.SealedPrivateKey is not null && k.WithdrawnAt is null).MaxBy(k => k.SignsFrom);
        if (own is null)
            return Generate(now, now);
        return own.SignsFrom + options.Value.KeyLifetime - options.Value.KeyAnnouncement <= now ? Generate(now, now + options.Value.KeyAnnouncement) : null;
    }, actor: null, ct);

    /// <summary>Adds a key of the service's own. A compromised one is replaced at once, and no receipt it signed verifies any more.</summary>
    public async Task<ReceiptKey?> RotateAsync(bool compromised, Actor actor, CancellationToken ct)
    {
        if (_referenced.IsSet)
            return null;
        return await ChangeAsync((keys, now) =>
        {
            if (compromised)
            {
                foreach (var key in keys)
                    key.Withdraw(now);
            }
            return Generate(now, compromised ? now : now + options.Value.KeyAnnouncement);
        }, actor, ct);
    }

    private async Task<ReceiptKey?> ChangeAsync(Func<IReadOnlyList<ReceiptKey>, DateTimeOffset, ReceiptKey?> make, Actor? actor, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsentDbContext>();
        var outbox = scope.ServiceProvider.GetRequiredService<MessageOutbox>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One rotation at a time over all instances.
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE receipt_keys IN SHARE ROW EXCLUSIVE MODE", ct);
        var keys = await db.Set<ReceiptKey>().ToListAsync(ct);
        if (make(keys, clock.Now()) is not { } created)
            return null;
        db.Add(created);
        outbox.Add(db, new ReceiptKeyRotated(headers.New(actor, "receipt-key", created.Id), created.Id, created.SignsFrom, [.. keys.Where(k => k.WithdrawnAt == created.CreatedAt).Select(k => k.Id)]));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return created;
    }

    private ReceiptKey Generate(DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = PublicJwk.Of(key).Kid;
        return ReceiptKey.Create(id, key.ExportSubjectPublicKeyInfo(), vault.Seal(key.ExportPkcs8PrivateKey(), Context(id)), now, signsFrom);
    }

    public async Task<IReadOnlyList<OpenReceiptKey>> GetAllAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<ConsentDbContext>().Set<ReceiptKey>().AsNoTracking().ToListAsync(ct);
        return [.. rows.Select(row => _opened.GetOrAdd(row.Id, _ => Open(row)) with { Row = row })];
    }

    private OpenReceiptKey Open(ReceiptKey row)
    {
        // Lives as long as the process.
        var key = ECDsa.Create();
        var canSign = true;
        if (row.SealedPrivateKey is { } sealedKey)
            key.ImportPkcs8PrivateKey(vault.Open(sealedKey, Context(row.Id)), out _);
        else if (row.Id == _referenced.Id)
            key = _referenced.Key;
        else
        {
            key.ImportSubjectPublicKeyInfo(row.PublicKey, out _);
            canSign = false;
        }
        return new(row, PublicJwk.Of(key), key, canSign);
    }

    private static string Context(string id) => $"receipt-key:{id}";
}
