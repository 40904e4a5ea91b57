using Governance.Audit.Log;
using Governance.Audit.Merkle;
using Governance.Audit.Payloads;
using Governance.Audit.Trail;
using Npgsql;

namespace Governance.Audit.Verification;

/// <summary>
/// Recomputes the tree from the stored entries, streaming, and compares with every stored column, tile and the head, as they
/// were at one instant. Relies on no trigger and no permission.
/// </summary>
internal sealed class LogVerifier(NpgsqlDataSource database, PayloadVault vault)
{
    public async Task<VerificationResult> VerifyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (await ReadHeadAsync(connection, ct) is not { } head)
            return new VerificationResult(0, [], [], [new Finding(FindingKind.HeadDiffers, null, "missing")]);
        var size = head.Size;
        var findings = new FindingList();

        // Entries, tiles, payloads and keys are read side by side, so each needs a connection; all see the same snapshot.
        await using var tileConnection = await database.OpenConnectionAsync(ct);
        await using var tileSnapshot = await ShareSnapshotAsync(connection, tileConnection, ct);
        await using var payloadConnection = await database.OpenConnectionAsync(ct);
        await using var payloadSnapshot = await ShareSnapshotAsync(connection, payloadConnection, ct);
        await using var keyConnection = await database.OpenConnectionAsync(ct);
        await using var keySnapshot = await ShareSnapshotAsync(connection, keyConnection, ct);
        var gone = await GonePayloads.ReadAsync(payloadConnection, keyConnection, vault, ct);
        using var check = new PayloadCheck(vault, gone, findings);
        await using var payloads = new PayloadCursor(new PayloadStream(payloadConnection, keyConnection).ReadAsync("", ct), findings);
        var leaves = new StoredLeaves(tileConnection);
        var tiles = new TileComparison(tileConnection);
        var tree = new GrowingTree();
        var differing = new List<Difference>();
        LogEntry? last = null;

        await foreach (var row in EntryReader.ReadAsync(connection, "", ct))
        {
            if (row.Sequence < 0 || row.Sequence >= size)
            {
                findings.Add(FindingKind.Inserted, row.Sequence);
                continue;
            }

            while (tree.Size < row.Sequence)
            {
                // The place of a missing row is filled from the tiles, so that what follows is still compared.
                findings.Add(FindingKind.Missing, tree.Size);
                tree.Append(await leaves.AtAsync(tree.Size, ct) ?? MerkleHash.Empty());
            }

            var hash = MerkleHash.Leaf(row.Canonical);
            var found = await payloads.TakeAsync(row.Sequence);
            if (CompareColumns(row, findings) is { } envelope)
                check.Check(row, envelope, found);
            last = row;
            if (await leaves.AtAsync(row.Sequence, ct) is not { } stored || !stored.AsSpan().SequenceEqual(hash))
                Difference.Note(differing, row.Sequence, hash);
            tree.Append(hash);
            if (tree.Size % (TileId.Width * TileId.Width) == 0)
                await tiles.CompareAsync(tree.TakeChanged(), size, ct);
        }

        for (var sequence = tree.Size; sequence < size; sequence++)
            findings.Add(FindingKind.Missing, sequence);

        await payloads.TakeAsync(long.MaxValue);
        await tiles.CompareAsync(tree.TakeChanged(), size, ct);
        await tiles.CompareCountAsync(size, ct);
        var computed = tree.Root();
        var isRootRight = tree.Size == size && head.RootHash.AsSpan().SequenceEqual(computed) && !findings.Has(FindingKind.Missing);
        foreach (var difference in isRootRight ? [] : differing)
            findings.Add(await leaves.ExplainAsync(difference, differing, size, ct), difference.Sequence);

        // Tiles differ as a consequence of entries at fault. With right entries, or entries that agree with their tiles, it is news of its own.
        var isNothingElse = differing.Count == 0 && !findings.Has(FindingKind.Missing) && !findings.Has(FindingKind.Inserted);
        if (isRootRight || isNothingElse)
            findings.AddRange(tiles.Findings);
        if (!isRootRight && isNothingElse)
            findings.Add(FindingKind.HeadDiffers, null);
        if (head.UpdatedAt != (last?.RecordedAt ?? DateTimeOffset.UnixEpoch) && isNothingElse)
            findings.Add(FindingKind.HeadDiffers, null, "updated_at");
        return new VerificationResult(size, head.RootHash, computed, findings.InOrder());
    }

    private static EntryEnvelope? CompareColumns(LogEntry row, FindingList findings)
    {
        try
        {
            var envelope = EntryEnvelope.Read(row.Canonical);
            var said = envelope.ToEntry(row.Sequence, row.Canonical);
            foreach (var column in EntryColumns.All.Where(c => !Equals(c.Value(row), c.Value(said))))
                findings.Add(FindingKind.ColumnDiffers, row.Sequence, column.Name);
            return envelope;
        }
        catch (InvalidEntryException)
        {
            findings.Add(FindingKind.ColumnDiffers, row.Sequence, "canonical");
            return null;
        }
    }

    private static async Task<LogHead?> ReadHeadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT size, root_hash, updated_at FROM log_head WHERE id = 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new LogHead { Size = reader.GetInt64(0), RootHash = reader.GetFieldValue<byte[]>(1), UpdatedAt = reader.GetFieldValue<DateTimeOffset>(2) }
            : null;
    }

    private static async Task<NpgsqlTransaction> ShareSnapshotAsync(NpgsqlConnection from, NpgsqlConnection to, CancellationToken ct)
    {
        await using var export = new NpgsqlCommand("SELECT pg_export_snapshot()", from);
        var name = (string)(await export.ExecuteScalarAsync(ct))!;
        var transaction = await to.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await using var import = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{name}'", to);
        await import.ExecuteNonQueryAsync(ct);
        return transaction;
    }
}
