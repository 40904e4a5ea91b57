using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Crypto;

namespace Governance.Dsar.Packages;

/// <summary>Streams parts into an encrypted ZIP. Memory does not grow with the number of rows.</summary>
internal sealed class PackageAssembler(PackageFiles files, IndexPage index)
{
    private const int PreviewRows = 20;

    public async Task<AssembledFile> AssembleAsync(PackageContent content, CancellationToken ct)
    {
        var name = PackageFiles.ZipName(content.Package.Id);
        var (hash, rows) = ("", 0L);
        var bytes = await files.WriteAsync(content.Package, name, async target =>
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var hashed = new HashingStream(target, sha);
            rows = await WriteZipAsync(content, hashed, ct);
            hash = Convert.ToHexStringLower(sha.GetHashAndReset());
        }, ct);
        return new(name, hash, bytes, rows);
    }

    private async Task<long> WriteZipAsync(PackageContent content, Stream target, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
        var tables = new List<PackedTable>();
        foreach (var store in content.Stores)
        {
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var step in store.Steps)
                tables.Add(await WriteTableAsync(zip, content, store, step, taken, ct));
        }

        if (content.Consents is { } consents)
            await WriteEntryAsync(zip, ConsentFile.Name, content.MadeAt, s => s.WriteAsync(ConsentFile.Write(consents), ct).AsTask(), ct);
        await WriteEntryAsync(zip, "manifest.json", content.MadeAt, s => s.WriteAsync(Manifest.Write(content, tables), ct).AsTask(), ct);
        await WriteEntryAsync(zip, "index.html", content.MadeAt, s => s.WriteAsync(Encoding.UTF8.GetBytes(index.Write(content, tables)), ct).AsTask(), ct);
        return tables.Sum(t => t.Rows);
    }

    private async Task<PackedTable> WriteTableAsync(ZipArchive zip, PackageContent content, PackageStore store, PlanStep step, HashSet<string> taken, CancellationToken ct)
    {
        var file = $"{store.Folder}/{PackageNames.Unique(PackageNames.Clean(step.Table.ToString()), taken)}";
        var part = PackageFiles.PartName(content.Package.Id, store.Store.DataStoreId, step.Number);
        var preview = new List<string?[]>(PreviewRows);
        var rows = 0L;
        await WriteEntryAsync(zip, $"{file}.csv", content.MadeAt, async entry =>
        {
            using var reader = new CopyTextReader(files.Read(content.Package, part), step.Columns.Count);
            rows = await CsvTable.WriteAsync(entry, step.Columns, reader, row => AddTo(preview, row), ct);
        }, ct);
        await WriteEntryAsync(zip, $"{file}.json", content.MadeAt, async entry =>
        {
            using var reader = new CopyTextReader(files.Read(content.Package, part), step.Columns.Count);
            await JsonTable.WriteAsync(entry, step.Columns, reader, ct);
        }, ct);
        return new(store, step, store.Map.Tables.FirstOrDefault(t => t.FullName == step.Table), file, rows, preview);
    }

    private static void AddTo(List<string?[]> preview, string?[] row)
    {
        if (preview.Count < PreviewRows)
            preview.Add([.. row.Select(v => v is { Length: > 200 } ? v[..200] + "…" : v)]);
    }

    private static async Task WriteEntryAsync(ZipArchive zip, string name, DateTimeOffset at, Func<Stream, Task> write, CancellationToken ct)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = at;
        await using var stream = await entry.OpenAsync(ct);
        await write(stream);
    }
}

/// <summary>Passes bytes on and hashes them.</summary>
internal sealed class HashingStream(Stream inner, IncrementalHash hash) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
