using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Governance.Demo.Client;

namespace Governance.Demo.Walk;

/// <summary>A table of the package.</summary>
public sealed record PackageTable(string Store, string Name, long Rows, string Csv, string Json);

/// <summary>The ZIP the person downloaded, opened.</summary>
public sealed class DownloadedPackage
{
    private readonly Dictionary<string, byte[]> _files;

    private DownloadedPackage(byte[] bytes)
    {
        Bytes = bytes;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        _files = zip.Entries.ToDictionary(e => e.FullName, Read);
        var manifest = JsonSerializer.Deserialize<ManifestDocument>(_files["manifest.json"], ServiceApi.Json)!;
        (Complete, Tables) = (manifest.Complete, manifest.Tables);
    }

    public string Sha256 { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>False when a store is missing.</summary>
    public bool Complete { get; }

    public IReadOnlyList<PackageTable> Tables { get; }

    public IReadOnlyCollection<string> FileNames => _files.Keys;

    /// <summary>Everything in it as one text, for searches.</summary>
    public string AllText => string.Join('\n', _files.Values.Select(Encoding.UTF8.GetString));

    public static DownloadedPackage Open(byte[] zip) => new(zip);

    public long RowsOf(string table) => Tables.Where(t => t.Name == table).Sum(t => t.Rows);

    /// <summary>The rows of a table (<c>schema.table</c>) as its JSON file holds them. Other stores may have a table of that name without rows of the person.</summary>
    public JsonElement Json(string table) => JsonSerializer.Deserialize<JsonElement>(_files[Tables.Single(t => t.Name == table && t.Rows > 0).Json]);

    public string Text(string file) => Encoding.UTF8.GetString(_files[file]);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed record ManifestDocument(bool Complete, IReadOnlyList<PackageTable> Tables);
}
