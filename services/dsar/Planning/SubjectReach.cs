namespace Governance.Dsar.Planning;

/// <summary>Which subject tables of all stores the request's identifiers can lead to, directly or through identifiers that other stores resolve.</summary>
internal sealed class SubjectReach
{
    private SubjectReach(HashSet<string> kinds, List<int>[] subjects)
    {
        Kinds = kinds;
        Subjects = subjects;
    }

    public HashSet<string> Kinds { get; }

    /// <summary>Per store, indexes of the subject tables reached, in map order.</summary>
    public List<int>[] Subjects { get; }

    public static SubjectReach Find(IReadOnlyList<StoreGraph> stores, IEnumerable<string> given, string? subjectKind)
    {
        var byKind = new Dictionary<string, List<(int Store, int Table)>>(StringComparer.Ordinal);
        for (var store = 0; store < stores.Count; store++)
        {
            var graph = stores[store];
            for (var table = 0; table < graph.Tables.Count; table++)
            {
                if (!graph.IsSubject(table) || graph.IsView(table) || (subjectKind is not null && graph.Tables[table].SubjectKind != subjectKind))
                    continue;
                foreach (var kind in graph.Tables[table].Columns.Select(c => c.IdentifierKind).OfType<string>().Distinct(StringComparer.Ordinal))
                {
                    if (!byKind.TryGetValue(kind, out var places))
                        byKind[kind] = places = [];
                    places.Add((store, table));
                }
            }
        }

        var kinds = new HashSet<string>(given, StringComparer.Ordinal);
        var queue = new Queue<string>(kinds.Order(StringComparer.Ordinal));
        var reached = new HashSet<(int Store, int Table)>();
        while (queue.TryDequeue(out var kind))
        {
            foreach (var place in byKind.GetValueOrDefault(kind) ?? [])
            {
                if (!reached.Add(place))
                    continue;
                var table = stores[place.Store].Tables[place.Table];
                foreach (var found in table.Columns.Select(c => IdentifierKinds.Linking(table, c)).OfType<string>().Where(kinds.Add))
                    queue.Enqueue(found);
            }
        }

        var subjects = stores.Select(_ => new List<int>()).ToArray();
        foreach (var (store, table) in reached.OrderBy(p => p.Store).ThenBy(p => p.Table))
            subjects[store].Add(table);
        return new(kinds, subjects);
    }
}
