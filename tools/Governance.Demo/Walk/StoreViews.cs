using Governance.Contracts.Inventory.V1;

namespace Governance.Demo.Walk;

/// <summary>A data store as the inventory shows it.</summary>
public sealed record DataStoreView(Guid Id, string Name, string SecretReference, int? ConfirmedMapVersion, int Version);

/// <summary>A scan; <c>State</c> is <c>requested</c>, <c>completed</c> or <c>failed</c>.</summary>
public sealed record ScanView(Guid Id, string State, string? Code, int? TableCount, int? DriftCount, IReadOnlyList<ScanGap> Gaps);

/// <summary>A map with what is still undecided; <c>State</c> is <c>draft</c> or <c>confirmed</c>.</summary>
public sealed record MapView(string State, int? ConfirmedVersion, int OpenOnPersonalData, DataMap Map);

public sealed record MapVersionView(int Version, string Hash);

/// <summary>A store to register: its name and where its credential is.</summary>
public sealed record StoreRegistration(string Name, string SecretReference);

/// <summary>A human's word on a table that differs from the suggestion, or completes it.</summary>
/// <param name="Change">The fields of the PATCH body.</param>
public sealed record TableDecision(string Schema, string Table, object Change, string Explanation);

/// <summary>A human's word on a column.</summary>
public sealed record ColumnDecision(string Schema, string Table, string Column, object Change, string Explanation);

/// <summary>A registered, scanned store with a confirmed map.</summary>
public sealed record ConnectedStore(Guid Id, string Name, DataMap Map)
{
    public IEnumerable<MappedTable> Subjects => Map.Tables.Where(t => t.SubjectKind is not null);

    public IEnumerable<(MappedTable Table, MappedColumn Column)> PersonalColumns =>
        Map.Tables.SelectMany(t => t.Columns, (t, c) => (t, c)).Where(p => p.c.Category is not null);
}
