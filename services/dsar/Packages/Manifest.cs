using System.Text.Json;
using Governance.Contracts.DataPlane.V1;
using Governance.Contracts.Dsar.V1;
using Governance.Messaging;

namespace Governance.Dsar.Packages;

/// <summary>The package's table of contents for machines.</summary>
internal static class Manifest
{
    private static readonly JsonSerializerOptions Json = new(MessageJson.Options) { WriteIndented = true };

    public static byte[] Write(PackageContent content, IReadOnlyList<PackedTable> tables) => JsonSerializer.SerializeToUtf8Bytes(new Document(
        1,
        content.Request.Id,
        content.Request.Type,
        content.MadeAt,
        content.Gaps.Count == 0,
        [.. content.Stores.Select(s => new Store(s.Store.DataStoreName, s.Folder, s.Map.Region))],
        [.. tables.Select(t => new Table(
            t.Store.Store.DataStoreName, t.Step.Table.ToString(), t.Rows, $"{t.File}.csv", $"{t.File}.json",
            [.. t.Step.Columns.Select(c => new Column(c.Name, c.Type, c.Category))]))],
        [.. content.Gaps.Select(g => new Gap(g.DataStoreName, g.Code, g.Steps))],
        content.Consents is { } consents ? new Consents(ConsentFile.Name, consents.Records.Count, consents.Signals.Count) : null), Json);

    private sealed record Document(
        int FormatVersion, Guid RequestId, RequestType Type, DateTimeOffset MadeAt, bool Complete, IReadOnlyList<Store> Stores, IReadOnlyList<Table> Tables, IReadOnlyList<Gap> Gaps, Consents? Consents);

    private sealed record Consents(string File, int Records, int Signals);

    private sealed record Store(string Name, string Folder, string Region);

    private sealed record Table(string Store, string Name, long Rows, string Csv, string Json, IReadOnlyList<Column> Columns);

    private sealed record Column(string Name, string Type, string? Category);

    private sealed record Gap(string Store, string Code, IReadOnlyList<StepProblem> Steps);
}
