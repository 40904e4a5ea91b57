using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>
/// Decides which references lead from a person's row to more rows of the same person: down to children, up to a parent such as an
/// address; never into another person's record and never into reference data.
/// </summary>
internal static class ReachFinder
{
    public static void Follow(SchemaGraph graph)
    {
        foreach (var e in graph.Edges.Where(e => e.Decided is not null))
        {
            e.FollowToChildren = e.Decided!.FollowToChildren;
            e.FollowToParent = e.Decided.FollowToParent;
        }

        // First the people served, then the staff: what a customer owns isn't the agent's because the agent looked after it.
        var served = graph.Tables.Where(t => t.IsSubject && !PersonWords.Staff.Contains(t.SubjectKind!)).ToList();
        FollowDown(served, afterOthers: false);
        FollowDown([.. graph.Tables.Where(t => t.IsSubject && PersonWords.Staff.Contains(t.SubjectKind!))], afterOthers: true);
        FollowUp(graph);
        foreach (var t in graph.Tables.Where(t => t.Role is TableRole.None))
            JudgeReferenceData(t);
    }

    private static void FollowDown(List<TableNode> subjects, bool afterOthers)
    {
        var before = afterOthers ? subjects.SelectMany(s => s.In).Select(e => e.From).Where(t => t.Role is TableRole.Child).ToHashSet() : [];
        var queue = new Queue<TableNode>(subjects);
        while (queue.TryDequeue(out var to))
        {
            foreach (var e in to.In.Where(e => !e.IsSelf && !e.From.IsView && !e.From.IsSubject))
            {
                if (e.Decided is null)
                    e.FollowToChildren = Leads(e, before);
                if (e.FollowToChildren && e.From.Role is TableRole.None)
                {
                    e.From.Role = TableRole.Child;
                    e.From.Evidence.Add($"child-of:{to.Name}");
                    queue.Enqueue(e.From);
                }
            }
        }
    }

    private static bool Leads(Edge e, HashSet<TableNode> ownedByOthers)
    {
        if (!e.Trusted)
            return Say(e, "undeclared:confirm-to-follow", false);
        if (e.From.Decided?.Reference == true)
            return Say(e, "reference-data", false);
        if (!e.To.IsSubject)
            return IsLookup(e) ? Say(e, "belongs-to-another-row", false) : Say(e, $"child-of-child:{e.To.Name}", true);
        if (ownedByOthers.Contains(e.From))
            return Say(e, "row-of-another-person", false);
        var grouping = e.To.Out.Where(back => back.To == e.From && back.Trusted).ToList();
        if (grouping.Count > 0 && !OwnsPersonalData(e.From) && (e.NamesAFunction || grouping.Exists(g => !g.Nullable)))
            return Say(e, "group-that-persons-belong-to", false);
        if (e.NamesAFunction && (!OwnsPersonalData(e.From) || e.From.Out.Exists(o => o is { Trusted: true, NamesAFunction: false } && o.To.IsSubject)))
            return Say(e, "person-in-a-function", false);
        return Say(e, $"row-of:{e.To.SubjectKind}", true);
    }

    /// <summary>An order's line that names a seller's product is the order's row, not the product's; an order paid with a card has its customer beside it.</summary>
    private static bool IsLookup(Edge e) =>
        !Identifies(e)
        && e.From.Out.Exists(o => o != e && o is { Trusted: true, Nullable: false, IsSelf: false } && (Identifies(o) || (e.Nullable && o.To.IsSubject && !o.NamesAFunction)));

    private static bool Identifies(Edge e) =>
        e.FromColumns.All(e.From.Scanned.PrimaryKey.Contains)
        || (e.From.Words.Length > e.To.Words.Length && e.From.Words.AsSpan().StartsWith(e.To.Words));

    private static void FollowUp(SchemaGraph graph)
    {
        var queue = new Queue<TableNode>(graph.Tables.Where(t => t.InReach));
        while (queue.TryDequeue(out var from))
        {
            foreach (var e in from.Out.Where(e => !e.IsSelf))
            {
                if (e.Decided is null)
                    e.FollowToParent = e.Trusted && e.To.Role is TableRole.None or TableRole.Parent && HoldsDataOf(e);
                if (!e.FollowToParent || e.To.Role is not TableRole.None)
                    continue;
                e.To.Role = TableRole.Parent;
                e.To.Evidence.Add($"personal-data-of:{from.Name}");
                e.Evidence.Add("parent-holds-personal-data");
                queue.Enqueue(e.To);
            }
        }
    }

    private static bool HoldsDataOf(Edge e)
    {
        var to = e.To;
        if (to.IsView || to.Decided?.Reference == true || PersonWords.IsOrganisation(to.Words))
            return false;
        var own = to.Columns.Values.Count(c => Categories.StandsAlone(c.Category) || Categories.IsAddress(c.Category) || Categories.IsFinancial(c.Category));
        return own > 0 && (to.Words.Any(ColumnWords.PersonalParents.Contains) || (own > 1 && e.IsOneToOne));
    }

    private static void JudgeReferenceData(TableNode table)
    {
        foreach (var c in table.Columns.Values.Where(c => c.Category is not null && c.Decided is null && !Convinces(c)))
        {
            // A product's or a city's name is taken for a person's; nothing here leads to a person.
            c.Evidence.Add($"set-aside:{c.Category}:no-person-in-reach");
            c.Category = null;
        }

        if (table.IsView || table.HoldsPersonalData || !table.In.Exists(e => e.Declared && !e.IsSelf))
            return;
        table.Reference = true;
        table.Evidence.Add("reference-data:referenced-without-person");
    }

    private static bool Convinces(ColumnNode c) =>
        Categories.StandsAlone(c.Category) && c.Confidence >= 0.6 && c.Shape is not (TypeShape.Integer or TypeShape.Decimal or TypeShape.Date or TypeShape.Timestamp);

    private static bool OwnsPersonalData(TableNode t) =>
        t.Columns.Values.Any(c => OverlookedFinder.IsAuthored(c) || Categories.StandsAlone(c.Category) || Categories.IsAddress(c.Category) || Categories.IsFinancial(c.Category)
            || (Categories.IsName(c.Category) && c.Words is not (["name"] or ["title"] or ["label"])));

    private static bool Say(Edge e, string evidence, bool leads)
    {
        e.Evidence.Add(evidence);
        return leads;
    }
}
