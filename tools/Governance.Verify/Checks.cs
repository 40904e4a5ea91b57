using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Governance.Verify;

/// <summary>The checks themselves. Each says what it found in sentences, or refuses.</summary>
internal static class Checks
{
    /// <summary>Entry → proof → checkpoint → signatures.</summary>
    public static TrustedCheckpoint Proof(byte[] entry, ProofFile proof, Trust trust, TextWriter report)
    {
        var checkpoint = trust.Open(proof.Checkpoint, "The checkpoint in the proof");
        if (Tree.RootFrom(proof.Index, checkpoint.Size, Tree.Leaf(entry), proof.Path) is not { } root || !root.AsSpan().SequenceEqual(checkpoint.Root))
            throw new Refusal(ExitCode.NotVerified, $"The entry does not stand at place {proof.Index} of the log, or it is not the entry that was recorded there.");
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The entry stands in the log '{checkpoint.Origin}' at place {proof.Index} (counted from 0) of {checkpoint.Size}."));
        Describe(checkpoint, report);
        return checkpoint;
    }

    /// <summary>What the entry says happened, when it was not erased.</summary>
    public static JsonElement? Payload(Receipt receipt, TextWriter report)
    {
        using var envelope = Json.Parse(receipt.Entry, "The entry");
        var said = Json.Text(envelope.RootElement, "commitment", "The entry");
        report.WriteLine($"It was recorded at {Json.Optional(envelope.RootElement, "recordedAt") ?? "an unknown time"} (UTC) and is a '{Json.Optional(envelope.RootElement, "type") ?? "?"}'.");
        if (receipt.Payload is null || receipt.Nonce is null)
        {
            report.WriteLine("What it said in detail was erased since, or was not handed over. The entry proves that something was recorded there, not what.");
            return null;
        }

        if (Convert.ToHexStringLower(HMACSHA256.HashData(receipt.Nonce, receipt.Payload)) != said)
            throw new Refusal(ExitCode.NotVerified, "The details are not those that the entry commits to.");
        report.WriteLine("Its details are exactly those that were recorded.");
        return Json.Parse(receipt.Payload, "The payload").RootElement;
    }

    /// <summary>Certificate → its hash in an entry → proof → checkpoint → signatures.</summary>
    public static void Certificate(byte[] certificate, Receipt receipt, Trust trust, TextWriter report)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(certificate));
        using (var json = Json.Parse(certificate, "The certificate"))
        {
            report.WriteLine($"Certificate {Json.Text(json.RootElement, "certificateId", "The certificate")} of erasure request {Json.Text(json.RootElement, "requestId", "The certificate")}.");
            report.WriteLine($"Its SHA-256 is {hash}.");
        }

        Proof(receipt.Entry, receipt.Proof, trust, report);
        using var envelope = Json.Parse(receipt.Entry, "The entry");
        if (!Json.Text(envelope.RootElement, "type", "The entry").EndsWith(":ErasureCertificateIssued", StringComparison.Ordinal))
            throw new Refusal(ExitCode.NotVerified, "The entry does not record that a certificate of erasure was issued.");
        if (Payload(receipt, report) is not { } payload)
            throw new Refusal(ExitCode.NotVerified, "The receipt does not hold the entry's details, so nothing links the certificate to it.");
        if (Json.Optional(payload, "certificateHash") != hash)
            throw new Refusal(ExitCode.NotVerified, "The certificate is not the one that was issued: the log holds another hash.");
        report.WriteLine("The log recorded the issue of exactly this certificate. Not a letter of it has changed since.");
    }

    /// <summary>The newer log begins with the older one: both roots are recomputed from the newer log's hashes.</summary>
    public static async Task ConsistencyAsync(byte[] old, byte[] @new, LogSource source, Trust trust, TextWriter report, CancellationToken ct)
    {
        var (was, now) = (trust.Open(old, "The older checkpoint"), trust.Open(@new, "The newer checkpoint"));
        if (was.Origin != now.Origin)
            throw new Refusal(ExitCode.NotVerified, "The checkpoints are of different logs.");
        if (was.Size > now.Size)
            throw new Refusal(ExitCode.NotVerified, "The checkpoint given as newer has fewer entries: the log was cut back, or they are in the wrong order.");
        var tree = new Accumulator();
        var older = was.Size == 0 ? tree.Root() : null;
        await foreach (var (_, hashes) in LeavesAsync(source, now.Size, ct))
        {
            foreach (var leaf in hashes)
            {
                tree.Add(leaf);
                if (tree.Size == was.Size)
                    older = tree.Root();
            }
        }

        if (!tree.Root().AsSpan().SequenceEqual(now.Root))
            throw new Refusal(ExitCode.NotVerified, "The hashes of the log do not lead to the newer checkpoint.");
        if (!was.Root.AsSpan().SequenceEqual(older))
            throw new Refusal(ExitCode.NotVerified, $"The log was rewritten: its first {was.Size} entries are not those of the older checkpoint. Both checkpoints are signed; together they prove it.");
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The log '{now.Origin}' of {now.Size} entries begins with the {was.Size} entries of the older checkpoint. Nothing was changed, removed or put in between."));
        Describe(now, report);
    }

    /// <summary>All hashes, on every level, and the entries where they are to be had.</summary>
    public static async Task FsckAsync(LogSource source, byte[]? given, Trust trust, bool needEntries, TextWriter report, CancellationToken ct)
    {
        var checkpoint = trust.Open(given ?? await source.GetAsync("checkpoint", ct), "The checkpoint");
        var (tree, upper, read) = (new Accumulator(), new UpperLevels(source), 0L);
        await foreach (var (index, hashes) in LeavesAsync(source, checkpoint.Size, ct))
        {
            if (await source.EntriesAsync(index, hashes.Count, ct) is { } bundle)
                read += CompareEntries(bundle, hashes, index * 256);
            else if (needEntries)
                throw new Refusal(ExitCode.Unreachable, $"The entries from {index * 256} on are not there, or not for you: give a token, or leave out --entries.");
            hashes.ForEach(tree.Add);
            await upper.AddAsync(0, index, hashes, ct);
        }

        if (!tree.Root().AsSpan().SequenceEqual(checkpoint.Root))
            throw new Refusal(ExitCode.NotVerified, "The log was changed: its hashes do not lead to the signed checkpoint.");
        await upper.FinishAsync(checkpoint.Size, ct);
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The log '{checkpoint.Origin}' is complete and unaltered: {checkpoint.Size} entries, from the first to the last, lead to the signed checkpoint."));
        report.WriteLine(read == checkpoint.Size
            ? "Each of them was read and is what was recorded."
            : string.Create(CultureInfo.InvariantCulture, $"{read} of them were read and are what was recorded; of the others the hashes alone were checked."));
        Describe(checkpoint, report);
    }

    /// <summary>An export as JSON Lines: the entries one after another, from the first.</summary>
    public static async Task FsckLinesAsync(FileInfo lines, byte[] given, Trust trust, TextWriter report, CancellationToken ct)
    {
        var checkpoint = trust.Open(given, "The checkpoint");
        var (tree, opened) = (new Accumulator(), 0L);
        await foreach (var bytes in ExportLines.ReadAsync(lines, ct))
        {
            using var json = Json.Parse(bytes, $"Line {tree.Size + 1} of the export");
            // The first line says what is exported, the last that nothing was cut off.
            if (Json.Optional(json.RootElement, "kind") is "log" or "end")
                continue;
            if (!json.RootElement.TryGetProperty("sequence", out var sequence) || sequence.ValueKind != JsonValueKind.Number || !sequence.TryGetInt64(out var place) || place != tree.Size)
                throw new Refusal(ExitCode.NotVerified, $"Entry {tree.Size} is missing from the export, or out of its place.");
            var line = ExportLine.Parse(json.RootElement, tree.Size);
            opened += line.IsWhatWasRecorded() ? 1 : 0;
            tree.Add(Tree.Leaf(line.Entry));
            if (tree.Size == checkpoint.Size)
                break;
        }

        if (tree.Size < checkpoint.Size)
            throw new Refusal(ExitCode.NotVerified, $"The export ends after {tree.Size} entries; the checkpoint vouches for {checkpoint.Size}.");
        if (!tree.Root().AsSpan().SequenceEqual(checkpoint.Root))
            throw new Refusal(ExitCode.NotVerified, "The export is not the log: its entries do not lead to the signed checkpoint.");
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The export is complete and unaltered: its {checkpoint.Size} entries lead to the signed checkpoint of '{checkpoint.Origin}'."));
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The details of {opened} of them are in it, and are exactly those that were recorded."));
        Describe(checkpoint, report);
    }

    private static void Describe(TrustedCheckpoint checkpoint, TextWriter report)
    {
        report.WriteLine($"The checkpoint is signed by the log ({string.Join(", ", checkpoint.SignedBy)}).");
        foreach (var (name, at) in checkpoint.Witnesses)
            report.WriteLine($"The witness {name} saw it at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC and found that it continues what it had seen before.");
        if (checkpoint.Witnesses.Count == 0)
            report.WriteLine("No witness vouches for it: you rely on the log's own signature.");
    }

    private static long CompareEntries(byte[] bundle, List<byte[]> hashes, long first)
    {
        var at = 0;
        for (var i = 0; i < hashes.Count; i++)
        {
            if (bundle.Length - at < 2 || bundle.Length - at - 2 < BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at)))
                throw new Refusal(ExitCode.Unusable, $"The bundle of entries from {first} on is cut off.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
            if (!Tree.Leaf(bundle.AsSpan(at + 2, length)).AsSpan().SequenceEqual(hashes[i]))
                throw new Refusal(ExitCode.NotVerified, $"Entry {first + i} is not what was recorded there.");
            at += 2 + length;
        }

        return hashes.Count;
    }

    private static async IAsyncEnumerable<(long Index, List<byte[]> Hashes)> LeavesAsync(LogSource source, long size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (var index = 0L; index * 256 < size; index++)
            yield return (index, [.. (await source.TileAsync(0, index, (int)Math.Min(256, size - (index * 256)), ct)).Chunk(32)]);
    }
}
