using Governance.Inventory.Mapping.Vocabulary;

namespace Governance.Inventory.Mapping.Suggesting;

/// <summary>Finds the tables whose rows are one person each.</summary>
internal static class SubjectFinder
{
    private sealed record Candidate(TableNode Table, string Kind, bool Strong, List<(ColumnNode Column, string Kind)> Identifiers, List<string> Evidence);

    public static void Find(SchemaGraph graph)
    {
        var candidates = graph.Tables.Where(t => t is { IsView: false, Decided: null }).Select(Judge).OfType<Candidate>().ToDictionary(c => c.Table);
        var decided = graph.Tables.Where(t => t.Decided?.SubjectKind is not null).ToHashSet();
        foreach (var table in decided)
            Settle(table, table.Decided!.SubjectKind!, IdentifierFinder.Find(table, table.Decided!.SubjectKind), []);

        var strong = candidates.Values.Where(c => c.Strong && !decided.Contains(c.Table)).Where(c => OneToOneParent(c, candidates, decided) is null).ToList();
        foreach (var c in strong)
            Settle(c);
        foreach (var c in candidates.Values.Where(c => c.Strong && !c.Table.IsSubject))
            c.Table.Evidence.Add($"one-to-one-with:{OneToOneParent(c, candidates, decided)?.Name}");

        var owned = OwnedBy(graph.Tables.Where(t => t.IsSubject), candidates);
        var weak = candidates.Values.Where(c => !c.Strong && !owned.Contains(c.Table)).ToDictionary(c => c.Table);
        foreach (var c in weak.Values.Where(c => !c.Table.Out.Exists(e => e is { Trusted: true, IsSelf: false } && weak.ContainsKey(e.To))))
            Settle(c);
    }

    private static void Settle(Candidate c) => Settle(c.Table, c.Kind, c.Identifiers, c.Evidence);

    private static void Settle(TableNode table, string kind, List<(ColumnNode Column, string Kind)> identifiers, List<string> evidence)
    {
        table.Role = TableRole.Subject;
        table.SubjectKind = kind;
        table.Evidence.AddRange(evidence);
        foreach (var (column, identifierKind) in identifiers)
        {
            column.IdentifierKind = identifierKind;
            column.Evidence.Add($"identifies:{identifierKind}");
        }
    }

    private static Candidate? Judge(TableNode table)
    {
        if (PersonWords.IsTechnical(table.Words))
            return null;
        var word = PersonWords.InTableName(table.Words);
        var organisation = PersonWords.IsOrganisation(table.Words);
        var names = table.Columns.Values.Where(IsPersonName).ToList();
        var identifiers = IdentifierFinder.Find(table, organisation ? null : word?.Kind);
        if (identifiers.Count == 0)
        {
            if (word is { Strong: true } && names.Count > 0)
                table.Evidence.Add("person-without-identifier");
            return null;
        }

        var isCompany = table.Columns.Values.Any(c => c.Words.Any(ColumnWords.Company.Contains));
        List<string> evidence = [.. identifiers.Select(i => $"identifier:{i.Column.Scanned.Name}"), .. names.Select(n => $"person-name:{n.Scanned.Name}")];
        if (organisation || (isCompany && names.Count == 0))
            return names.Exists(IsPartOfName) && organisation && PersonWords.IsSupplier(table.Words)
                ? new Candidate(table, "supplier_vendor", true, identifiers, [.. evidence, "supplier-with-person"])
                : Refuse(table, "organisation");

        if (word is { } w)
            evidence.Insert(0, $"table-name:{w.Word}");
        if (word is { Strong: true })
            return new Candidate(table, word.Value.Kind, true, identifiers, evidence);
        if (names.Count > 0 && identifiers.Exists(i => i.Kind is not "phone"))
            return new Candidate(table, word?.Kind ?? KindByColumns(table), false, identifiers, evidence);

        // Nothing but the address itself says whose the row is: only so can it be found for the person.
        return identifiers.Exists(i => i.Kind is "email" or "national-id") && !table.Out.Exists(e => e is { Trusted: true, IsSelf: false })
            ? new Candidate(table, word?.Kind ?? KindByColumns(table), false, identifiers, [.. evidence, "no-reference-to-a-person"])
            : null;
    }

    private static Candidate? Refuse(TableNode table, string reason)
    {
        table.Evidence.Add($"not-a-person:{reason}");
        return null;
    }

    private static string KindByColumns(TableNode table) =>
        table.Columns.Values.Any(c => c.Words.Any(ColumnWords.Employment.Contains)) ? "employee" : "customer";

    private static bool IsPersonName(ColumnNode c) =>
        c.Shape.MayHoldText() && Categories.IsName(c.Category) && c.Confidence >= 0.3 && !IdentifierFinder.IsOtherRole(c);

    private static bool IsPartOfName(ColumnNode c) =>
        c.Category is "user.name.first" or "user.name.last" || c.Words.Any(w => w is "contact" or "person" or "first" or "last" or "vorname" or "nachname" or "ansprechpartner");

    /// <summary>Another person table of which this one is the continuation (a profile, a log-in), or null.</summary>
    private static TableNode? OneToOneParent(Candidate c, Dictionary<TableNode, Candidate> candidates, HashSet<TableNode> decided)
    {
        foreach (var e in c.Table.Out.Where(e => e is { Trusted: true, IsSelf: false }))
        {
            if (decided.Contains(e.To) && e.IsOneToOne)
                return e.To;
            if (!candidates.TryGetValue(e.To, out var parent))
                continue;

            // A role of a person kept elsewhere: customer(number, person_id) with person(name, e-mail).
            var role = !parent.Strong && !e.Nullable && !c.Evidence.Exists(x => x.StartsWith("person-name:", StringComparison.Ordinal));
            var mutual = e.To.Out.Exists(back => back.To == c.Table && back.IsOneToOne);
            var anotherPerson = e.Nullable && parent.Kind != c.Kind;
            if (role || (e.IsOneToOne && !anotherPerson && (!mutual || string.CompareOrdinal(c.Table.Name.ToString(), e.To.Name.ToString()) > 0)))
                return e.To;
        }

        return null;
    }

    private static HashSet<TableNode> OwnedBy(IEnumerable<TableNode> subjects, Dictionary<TableNode, Candidate> candidates)
    {
        var owned = new HashSet<TableNode>();
        var queue = new Queue<TableNode>(subjects);
        while (queue.TryDequeue(out var to))
        {
            foreach (var e in to.In.Where(e => e is { Trusted: true, IsSelf: false, NamesAFunction: false } && !e.From.IsSubject))
            {
                // A contact's owner_id names who looks after the contact, a patient_id whose contact it is.
                if ((!candidates.ContainsKey(e.From) || Mentions(e)) && owned.Add(e.From))
                    queue.Enqueue(e.From);
            }
        }

        return owned;
    }

    private static bool Mentions(Edge e) =>
        e.FromColumns.Any(c => e.From.Columns[c].Words.Any(w => e.To.Words.Contains(w) || PersonWords.KindOf(w) is not null));
}
