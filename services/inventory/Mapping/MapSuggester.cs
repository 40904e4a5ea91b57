using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Suggesting;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping;

/// <summary>
/// Derives a data map from a scan: every decision is a suggestion with its reasons. Decisions a human has made before are kept where
/// they still fit what the scan found, and the suggestions follow from them.
/// </summary>
internal static class MapSuggester
{
    public static SuggestedMap Suggest(ScanResult scan, StoreInfo store, DataMap? decided = null)
    {
        var graph = new SchemaGraph(scan);
        if (decided is not null)
            EarlierDecisions.Apply(decided, graph);
        LogicalReferenceFinder.Find(graph);
        SubjectFinder.Find(graph);
        EarlierDecisions.ApplyIdentifiers(graph);
        ReachFinder.Follow(graph);
        OverlookedFinder.Mark(graph);
        ActionChooser.Choose(graph);
        foreach (var table in graph.Tables)
            MaskingChooser.Choose(table);
        return Build(graph, store, decided);
    }

    private static SuggestedMap Build(SchemaGraph graph, StoreInfo store, DataMap? decided)
    {
        var before = decided?.Tables.ToDictionary(t => t.FullName);
        var map = new DataMap(
            store.Id, store.Name, store.Kind, store.SecretReference, store.Region, Version: 0,
            [.. graph.Tables.Select(t => Table(t, before?.GetValueOrDefault(t.Name)))],
            [.. graph.Edges.Select(Reference)]);
        return new SuggestedMap(
            map,
            graph.Tables.Where(t => t.Evidence.Count > 0).ToDictionary(t => t.Name.ToString(), IReadOnlyList<string> (t) => [.. t.Evidence.Distinct()], StringComparer.Ordinal),
            graph.Edges.Where(e => e.Evidence.Count > 0).ToDictionary(e => e.Name, IReadOnlyList<string> (e) => [.. e.Evidence.Distinct()], StringComparer.Ordinal));
    }

    private static MappedTable Table(TableNode t, MappedTable? before)
    {
        var s = t.Scanned;
        return new MappedTable(
            s.Schema, s.Name, s.Kind, s.RowEstimate, s.PrimaryKey, s.UniqueKeys,
            t.Decided is null ? t.SubjectKind : t.Decided.SubjectKind,
            t.Action,
            t.Decided is null ? RetentionOf(t) : t.Decided.Retention,
            t.Decided?.Reference ?? t.Reference,
            before?.Purposes ?? [],
            before?.Recipients ?? [],
            before?.Source,
            [.. s.Columns.Select(c => Column(t.Columns[c.Name]))],
            t.Decided?.Decision ?? DecisionState.Suggested);
    }

    private static RetentionRule? RetentionOf(TableNode t) =>
        t.Action is ErasureAction.Retain
            ? new RetentionRule("legal-obligation", "GDPR Art. 17(3)(b)", "P10Y", ColumnWords.RetentionTrigger(t.Words) ?? "document issued")
            : null;

    private static MappedColumn Column(ColumnNode c)
    {
        var s = c.Scanned;
        return c.Decided is { } d
            ? d with { Confidence = c.Confidence > 0 ? c.Confidence : d.Confidence, Evidence = Evidence.Merge(d.Evidence, c.Evidence) }
            : new MappedColumn(
                s.Name, s.Type, s.Nullable, s.MaxLength, s.Generated, c.Category, c.Confidence, [.. c.Evidence.Distinct()], c.IdentifierKind, c.Masking, DecisionState.Suggested);
    }

    private static MappedReference Reference(Edge e) =>
        new(e.Name, e.From.Name, e.FromColumns, e.To.Name, e.ToColumns, e.OnDelete, e.Deferrable, e.Nullable, e.Declared,
            e.FollowToChildren, e.FollowToParent, e.Decided?.Decision ?? DecisionState.Suggested);
}
