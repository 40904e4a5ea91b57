using System.Security.Cryptography;
using Governance.Audit.Log;
using Governance.ServiceDefaults;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Audit.Payloads;

/// <summary>Encrypts a batch's payloads, each under its subject's key, and adds them and the keys that are new.</summary>
internal sealed class PayloadWriter(PayloadVault vault, FaultPoints faults, TimeProvider clock)
{
    /// <summary>Within the transaction that holds the lock of the head: nobody else makes keys or partitions meanwhile.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        await PayloadPartitions.EnsureAsync(connection, batch.Select(p => p.Entry.Month).Distinct(), ct);
        var rows = await KeysAsync(connection, batch, ct);
        faults.Hit("audit.append.after-keys");

        var keys = new Dictionary<Guid, AesGcm>(rows.Count);
        try
        {
            foreach (var row in rows.Values)
                keys[row.Id] = vault.Unwrap(row);
            await Copy.RowsAsync(connection, "payloads", PayloadColumns.All, batch.Select(p => Seal(p, rows[Owner.Of(p)].Id, keys)), ct);
        }
        finally
        {
            foreach (var key in keys.Values)
                key.Dispose();
        }

        faults.Hit("audit.append.after-payloads");
    }

    /// <summary>What was encrypted is opened again: a bit that flipped on the way must not be noticed only when somebody needs the payload.</summary>
    private static StoredPayload Seal(PendingEntry pending, Guid keyId, Dictionary<Guid, AesGcm> keys)
    {
        var box = PayloadVault.Seal(keys[keyId], pending.Payload, pending.Entry.EventId);
        var opened = PayloadVault.Open(keys[keyId], box, pending.Entry.EventId);
        return opened.Commitment().AsSpan().SequenceEqual(pending.Commitment)
            ? pending.Details with { KeyId = keyId, Sealed = box }
            : throw new InvalidDataException("What was encrypted is not what the entry commits to.");
    }

    private async Task<Dictionary<Owner, PayloadKey>> KeysAsync(NpgsqlConnection connection, IReadOnlyList<PendingEntry> batch, CancellationToken ct)
    {
        var owners = batch.Select(Owner.Of).ToHashSet();
        var keys = new Dictionary<Owner, PayloadKey>(owners.Count);
        await foreach (var key in PayloadKeys.OfAsync(connection, owners, ct))
            keys[new Owner(key.SubjectPseudonym, key.Month)] = key;
        var added = owners.Where(o => !keys.ContainsKey(o)).Select(o => vault.NewKey(o.Subject, o.Month, clock.GetUtcNow())).ToList();
        foreach (var key in added)
            keys[new Owner(key.SubjectPseudonym, key.Month)] = key;
        if (added.Count > 0)
            await PayloadKeys.AddAsync(connection, added, ct);
        return keys;
    }
}

/// <summary>Whose key: a data subject's, or that of a month's payloads that concern nobody.</summary>
internal readonly record struct Owner(string? Subject, DateOnly? Month)
{
    public static Owner Of(PendingEntry pending) => pending.Details.SubjectPseudonym is { } subject ? new(subject, null) : new(null, pending.Entry.Month);
}
