using System.Security.Cryptography;
using Governance.Audit.Log;
using Governance.ServiceDefaults;
using Npgsql;

namespace Governance.Audit.Payloads;

/// <summary>Encrypts a batch's payloads, each under its subject's key, and adds them and the keys that are new.</summary>
internal sealed class PayloadWriter(PayloadVault vault, FaultPoints faults, TimeProvider clock)
{
    /// <summary>Encrypts under the keys there are, and under new ones for whoever has none. Needs no lock: <see cref="WriteAsync"/> checks whether the keys are still right.</summary>
    /// <param name="stored">Keys in the database, and those of a batch that is being written meanwhile.</param>
    public SealedPayloads Seal(IReadOnlyList<PendingEntry> batch, IEnumerable<PayloadKey> stored)
    {
        var rows = new Dictionary<Owner, PayloadKey>();
        foreach (var key in stored)
            rows[Owner.Of(key)] = key;
        var known = rows.Values.ToDictionary(k => k.Id);
        var used = new Dictionary<Guid, AesGcm>();
        try
        {
            var payloads = new List<StoredPayload>(batch.Count);
            foreach (var pending in batch)
            {
                var owner = Owner.Of(pending);
                if (!rows.TryGetValue(owner, out var row))
                    rows[owner] = row = vault.NewKey(owner.Subject, owner.Month, clock.GetUtcNow());
                if (!used.TryGetValue(row.Id, out var key))
                    used[row.Id] = key = vault.Unwrap(row);
                payloads.Add(Seal(pending, row.Id, key));
            }

            return new SealedPayloads(payloads, [.. used.Keys.Where(known.ContainsKey)], [.. rows.Values.Where(r => !known.ContainsKey(r.Id))]);
        }
        finally
        {
            foreach (var key in used.Values)
                key.Dispose();
        }
    }

    /// <summary>Within the transaction that holds the lock of the head: nobody else makes or erases keys or partitions meanwhile.</summary>
    /// <param name="first">Sequence of the first entry; the others follow it.</param>
    /// <exception cref="StaleBatchException">A key was erased, or made by somebody else, since the batch was encrypted.</exception>
    public async Task WriteAsync(NpgsqlConnection connection, SealedPayloads batch, long first, CancellationToken ct)
    {
        var missing = await KeysAsync(connection, batch, ct);
        faults.Hit("audit.append.after-keys");
        foreach (var month in missing)
            await PayloadPartitions.CreateAsync(connection, month, ct);
        await Copy.RowsAsync(connection, "payloads", PayloadColumns.All, batch.Payloads.Select((p, i) => p with { Sequence = first + i }), ct);
        faults.Hit("audit.append.after-payloads");
    }

    /// <returns>Months that have no partition yet.</returns>
    private static async Task<List<DateOnly>> KeysAsync(NpgsqlConnection connection, SealedPayloads batch, CancellationToken ct)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(PayloadKeys.Count(batch.OldKeys));
        commands.BatchCommands.Add(PayloadKeys.Add(batch.NewKeys));
        commands.BatchCommands.Add(PayloadPartitions.Missing(batch.Payloads.Select(p => p.Month).Distinct()));
        await using var reader = await commands.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (reader.GetInt64(0) != batch.OldKeys.Count)
            throw new StaleBatchException("A key was erased meanwhile.");
        await reader.NextResultAsync(ct);
        var missing = new List<DateOnly>();
        while (await reader.ReadAsync(ct))
            missing.Add(reader.GetFieldValue<DateOnly>(0));
        return missing;
    }

    /// <summary>What was encrypted is opened again: a bit that flipped on the way must not be noticed only when somebody needs the payload.</summary>
    private static StoredPayload Seal(PendingEntry pending, Guid keyId, AesGcm key)
    {
        var box = PayloadVault.Seal(key, pending.Payload, pending.Entry.EventId);
        var opened = PayloadVault.Open(key, box, pending.Entry.EventId);
        return opened.Commitment().AsSpan().SequenceEqual(pending.Commitment)
            ? pending.Details with { KeyId = keyId, Sealed = box }
            : throw new InvalidDataException("What was encrypted is not what the entry commits to.");
    }
}

/// <summary>A batch's payloads as they will be stored, in the order of its entries.</summary>
/// <param name="OldKeys">Keys that must still be there.</param>
/// <param name="NewKeys">Keys to add.</param>
internal sealed record SealedPayloads(IReadOnlyList<StoredPayload> Payloads, IReadOnlyCollection<Guid> OldKeys, IReadOnlyList<PayloadKey> NewKeys);

/// <summary>Whose key: a data subject's, or that of a month's payloads that concern nobody.</summary>
internal readonly record struct Owner(string? Subject, DateOnly? Month)
{
    public static Owner Of(PendingEntry pending) => pending.Details.SubjectPseudonym is { } subject ? new(subject, null) : new(null, pending.Entry.Month);

    public static Owner Of(PayloadKey key) => new(key.SubjectPseudonym, key.Month);
}
