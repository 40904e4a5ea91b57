using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Chooses what erasure does to each table: delete where nothing stands against it, else the least that has to stay.</summary>
internal static class ActionChooser
{
    public static void Choose(SchemaGraph graph)
    {
        foreach (var t in graph.Tables)
            t.Action = t.Decided?.Action ?? First(t);

        var kept = new Queue<TableNode>(graph.Tables.Where(Stays));
        while (kept.TryDequeue(out var t))
        {
            KeepLines(t, kept);
            foreach (var e in t.Out.Where(e => !e.IsSelf && Holds(e)))
                Keep(e.To, $"held-by:{t.Name}", kept);
        }

        foreach (var e in graph.Edges.Where(e => e.FollowToChildren && !e.Nullable && !e.To.IsSubject && e.To.Action is ErasureAction.Delete && MayBeSomebodyElses(e)))
            Keep(e.To, $"others-rows-hang-on-it:{e.From.Name}", kept);
        while (kept.TryDequeue(out var t))
        {
            foreach (var e in t.Out.Where(e => !e.IsSelf && Holds(e)))
                Keep(e.To, $"held-by:{t.Name}", kept);
        }
    }

    private static ErasureAction First(TableNode t)
    {
        if (!t.InReach || t.IsView)
            return ErasureAction.None;
        if (t.Role is TableRole.Child && ColumnWords.RetentionTrigger(t.Words) is { } trigger && !IsLineOfUnretained(t))
        {
            t.Evidence.Add($"retained:{trigger.Replace(' ', '-')}");
            return ErasureAction.Retain;
        }

        if (t.Role is not TableRole.Child || !t.HoldsPersonalData || OwnersOf(t) < 2)
            return ErasureAction.Delete;
        t.Evidence.Add("rows-of-two-people");
        return ErasureAction.Mask;
    }

    /// <summary>Where a human has decided that the document goes, its lines have no reason of their own to stay.</summary>
    private static bool IsLineOfUnretained(TableNode t) =>
        ColumnWords.LineHeads.Contains(t.Words[^1])
        && t.Out.Exists(e => e is { FollowToChildren: true, Nullable: false, IsSelf: false } && e.To.Decided is { SubjectKind: null, Action: not ErasureAction.Retain });

    private static int OwnersOf(TableNode t) =>
        t.Out.Where(e => e.FollowToChildren && e.To.IsSubject).Select(e => string.Join(',', e.FromColumns)).Distinct(StringComparer.Ordinal).Count();

    private static bool Stays(TableNode t) =>
        t.Action is ErasureAction.Mask or ErasureAction.Retain || (t.Action is ErasureAction.None && !t.IsView);

    /// <summary>Rows of <c>From</c> stay and can't do without the row they point at.</summary>
    private static bool Holds(Edge e)
    {
        if (!e.Declared || e.To.Action is not ErasureAction.Delete)
            return false;

        // A parent's row that others point at is left alone row by row.
        if (e.From.Action is ErasureAction.None && e.To.Role is TableRole.Parent)
            return false;
        return !e.Nullable || e.OnDelete is "cascade";
    }

    private static void Keep(TableNode t, string evidence, Queue<TableNode> kept)
    {
        if (t.Action is not ErasureAction.Delete || t.Decided is not null)
            return;
        t.Action = ErasureAction.Mask;
        t.Evidence.Add(evidence);
        kept.Enqueue(t);
    }

    private static void KeepLines(TableNode t, Queue<TableNode> kept)
    {
        if (t.Action is not ErasureAction.Retain)
            return;
        foreach (var e in t.In.Where(e => e.FollowToChildren && !e.Nullable && !e.IsSelf && e.From.Action is ErasureAction.Delete && e.From.Decided is null))
        {
            if (e.From.Words.Length == 0 || !ColumnWords.LineHeads.Contains(e.From.Words[^1]))
                continue;
            e.From.Action = ErasureAction.Retain;
            e.From.Evidence.Add($"lines-of-retained:{t.Name}");
            kept.Enqueue(e.From);
        }
    }

    /// <summary>A comment written by one person under another's review: the review's row can't go while the comment stays.</summary>
    private static bool MayBeSomebodyElses(Edge e)
    {
        foreach (var other in e.From.Out.Where(o => o != e && o.FollowToChildren && o.To != e.To))
        {
            var repeatsOwner = e.To.Out.Exists(up => up.To == other.To && up.FromColumns.SequenceEqual(other.FromColumns, StringComparer.Ordinal));
            if (!repeatsOwner || e.From.Columns.Values.Any(c => c.Words.Any(ColumnWords.FreeText.Contains)))
                return true;
        }

        return false;
    }
}
