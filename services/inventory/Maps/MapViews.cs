using Governance.Contracts.Inventory.V1;

namespace Governance.Inventory.Maps;

/// <param name="State"><c>draft</c>: differs from the confirmed version or none is confirmed yet; <c>confirmed</c>: the same as it.</param>
/// <param name="OpenOnPersonalData">Suggestions on personal data that nobody has decided yet; the map can't be confirmed without them unless they are accepted with it.</param>
/// <param name="Map">The map, or of it what the filter asks for.</param>
/// <param name="TableEvidence">Why tables were taken for what they are, by <c>schema.table</c>.</param>
internal sealed record MapView(
    MapState State, int? ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, int OpenOnPersonalData, DataMap Map,
    IReadOnlyDictionary<string, IReadOnlyList<string>> TableEvidence, IReadOnlyDictionary<string, IReadOnlyList<string>> ReferenceEvidence);

/// <summary>A map in numbers.</summary>
/// <param name="PersonalColumns">Columns with a category or that identify the person.</param>
/// <param name="Open">Suggestions that nobody has decided, also those on other than personal data.</param>
internal sealed record MapSummary(
    MapState State, int? ConfirmedVersion, Guid ScanId, DateTimeOffset ScannedAt, int Tables, int Columns, int PersonalColumns, int OpenOnPersonalData, int Open);

internal enum MapState
{
    Draft,
    Confirmed,
}

internal sealed record MappedTableView(MappedTable Table, IReadOnlyList<string> Evidence, IReadOnlyList<MappedReference> References);

internal sealed record MapVersionView(int Version, string Hash, Guid ScanId, string ConfirmedBy, DateTimeOffset ConfirmedAt);
