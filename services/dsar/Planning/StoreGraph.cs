using Governance.Contracts.Inventory.V1;

namespace Governance.Dsar.Planning;

/// <summary>A map indexed by table, so that planning looks at every table and reference a constant number of times.</summary>
internal sealed class StoreGraph
{
    // Who works on a record is not whom it is about: a sales agent does not own the orders of the customers served.
    private static readonly HashSet<string> Staff = new(["employee", "consultant", "trainee"], StringComparer.Ordinal);

    private readonly List<MappedReference>[] to;
    private readonly List<MappedReference>[] from;
    private readonly bool[] aboutOthersThanStaff;

    public StoreGraph(DataMap map)
    {
        Map = map;
        Tables = map.Tables;
        Index = new Dictionary<TableName, int>(Tables.Count);
        for (var i = 0; i < Tables.Count; i++)
            Index.TryAdd(Tables[i].FullName, i);
        to = [.. Tables.Select(_ => new List<MappedReference>())];
        from = [.. Tables.Select(_ => new List<MappedReference>())];
        foreach (var reference in map.References)
        {
            if (!Index.TryGetValue(reference.From, out var child) || !Index.TryGetValue(reference.To, out var parent))
                continue;
            to[parent].Add(reference);
            from[child].Add(reference);
        }

        aboutOthersThanStaff = ReachedFromOthersThanStaff();
    }

    public DataMap Map { get; }

    public IReadOnlyList<MappedTable> Tables { get; }

    public Dictionary<TableName, int> Index { get; }

    /// <summary>References that point at the table.</summary>
    public IReadOnlyList<MappedReference> To(int table) => to[table];

    /// <summary>References of the table to others.</summary>
    public IReadOnlyList<MappedReference> From(int table) => from[table];

    public bool IsSubject(int table) => Tables[table].SubjectKind is not null;

    public bool IsView(int table) => Tables[table].Kind == "view";

    /// <summary>Rows of <c>From</c> belong to the row of <c>To</c> they point at.</summary>
    public bool LeadsToChild(MappedReference reference)
    {
        var child = Index[reference.From];
        return reference.FollowToChildren && !IsSubject(child) && !IsView(child) && !Tables[child].Reference;
    }

    public bool LeadsToParent(MappedReference reference)
    {
        var parent = Index[reference.To];
        return reference.FollowToParent && !IsSubject(parent) && !IsView(parent) && !Tables[parent].Reference;
    }

    /// <summary>A staff member's reference on a record that is about somebody else.</summary>
    public bool OnlyHandles(MappedReference reference) =>
        Tables[Index[reference.To]].SubjectKind is { } kind && Staff.Contains(kind) && aboutOthersThanStaff[Index[reference.From]];

    private bool[] ReachedFromOthersThanStaff()
    {
        var reached = new bool[Tables.Count];
        var queue = new Queue<int>(Enumerable.Range(0, Tables.Count).Where(i => Tables[i].SubjectKind is { } kind && !Staff.Contains(kind)));
        while (queue.TryDequeue(out var table))
        {
            foreach (var reference in to[table].Where(LeadsToChild))
            {
                var child = Index[reference.From];
                if (reached[child])
                    continue;
                reached[child] = true;
                queue.Enqueue(child);
            }
        }

        return reached;
    }
}
