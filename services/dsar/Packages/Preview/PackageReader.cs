using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Governance.Dsar.Packages.Preview;

/// <param name="File">Names the table within the package.</param>
internal sealed record PreviewTable(string Store, string Name, string File, long Rows, IReadOnlyList<PreviewColumn> Columns);

internal sealed record PreviewColumn(string Name, string Type, string? Category);

/// <summary>Reads an assembled package in memory, a chunk at a time: nothing decrypted touches the disk.</summary>
internal sealed class PackageReader : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Stream _content;
    private readonly ZipArchive _zip;

    private PackageReader(Stream content, ZipArchive zip) => (_content, _zip) = (content, zip);

    public static async Task<PackageReader> OpenAsync(Stream content, CancellationToken ct) =>
        new(content, await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, ct));

    /// <summary>Tables with rows, in the package's order.</summary>
    public async Task<IReadOnlyList<PreviewTable>> TablesAsync(CancellationToken ct)
    {
        await using var stream = await Entry("manifest.json").OpenAsync(ct);
        var manifest = (await JsonSerializer.DeserializeAsync<Manifest>(stream, Json, ct))!;
        return [.. manifest.Tables.Where(t => t.Rows > 0).Select(t => new PreviewTable(t.Store, t.Name, t.Json, t.Rows, t.Columns))];
    }

    /// <summary>The first rows; null stays null, everything else is text as the copy has it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string?>>> RowsAsync(PreviewTable table, int count, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string?>>(count);
        await using var stream = await Entry(table.File).OpenAsync(ct);
        await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, Json, ct))
        {
            rows.Add([.. table.Columns.Select(c => row.TryGetProperty(c.Name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value) : null)]);
            if (rows.Count == count)
                break;
        }
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _zip.DisposeAsync();
        await _content.DisposeAsync();
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private ZipArchiveEntry Entry(string name) => _zip.GetEntry(name) ?? throw new InvalidDataException("The package lacks a file that it names.");

    private sealed record Manifest(IReadOnlyList<Packed> Tables);

    private sealed record Packed(string Store, string Name, long Rows, string Json, IReadOnlyList<PreviewColumn> Columns);
}
