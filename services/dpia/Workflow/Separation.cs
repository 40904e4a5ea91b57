using Governance.Dpia.Data;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Workflow;

/// <summary>
/// Separation of duties: who wrote can't approve. Accounts that handed a task of the assessment on to each other count as one, whatever the
/// task was, so that a second account gains nothing.
/// </summary>
internal sealed class Separation(DpiaDbContext db)
{
    public async Task<IReadOnlySet<string>> AuthorsAsync(Guid assessment, CancellationToken ct)
    {
        var wrote = await db.Contributors.AsNoTracking().Where(c => c.AssessmentId == assessment).Select(c => c.UserId).ToListAsync(ct);
        var links = await db.Delegations.AsNoTracking().Where(d => d.AssessmentId == assessment)
            .Select(d => new { d.FromId, d.ToId, d.Task!.Kind }).ToListAsync(ct);
        // A delegated writing task makes authors of both, even if neither has written yet.
        var authors = wrote.Concat(links.Where(l => l.Kind == Tasks.TaskKind.Write).SelectMany(l => new[] { l.FromId, l.ToId }));
        return Tied(authors, links.Select(l => (l.FromId, l.ToId)));
    }

    /// <summary>The people and everybody tied to them by links, over any number of them.</summary>
    public static IReadOnlySet<string> Tied(IEnumerable<string> people, IEnumerable<(string From, string To)> links)
    {
        var tied = people.ToHashSet(StringComparer.Ordinal);
        var neighbours = links.SelectMany(l => new[] { l, (From: l.To, To: l.From) }).ToLookup(l => l.From, l => l.To, StringComparer.Ordinal);
        var open = new Stack<string>(tied);
        while (open.TryPop(out var next))
        {
            foreach (var other in neighbours[next].Where(tied.Add))
                open.Push(other);
        }
        return tied;
    }
}
