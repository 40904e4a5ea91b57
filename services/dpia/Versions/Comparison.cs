using Governance.Dpia.Assessments;
using Governance.Dpia.Data;
using Governance.Dpia.Measures;
using Governance.Dpia.Risks;
using Governance.Dpia.Templates;

namespace Governance.Dpia.Versions;

internal enum ChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <param name="To">Null: as it stands.</param>
internal sealed record ComparisonResponse(int From, int? To, IReadOnlyList<AnswerChange> Answers, IReadOnlyList<RiskChange> Risks, IReadOnlyList<MeasureChange> Measures)
{
    /// <summary>What differs, in the order of the template; what is the same is left out.</summary>
    public static ComparisonResponse Of(Template template, int from, AssessmentDocument before, int? to, AssessmentDocument after)
    {
        var order = template.Questions.Select((q, i) => (q.Id, i)).ToDictionary(q => q.Id, q => q.i);
        return new ComparisonResponse(
            from,
            to,
            [
                .. Compare(before.Answers.ToDictionary(a => a.QuestionId, a => a.Value), after.Answers.ToDictionary(a => a.QuestionId, a => a.Value))
                    .OrderBy(c => order.GetValueOrDefault(c.Key, int.MaxValue))
                    .Select(c => new AnswerChange(c.Key, template.Find(c.Key)?.Title ?? c.Key, c.Kind, c.Before, c.After)),
            ],
            [.. Compare(before.Risks.ToDictionary(r => r.Id, Rated.Of), after.Risks.ToDictionary(r => r.Id, Rated.Of))
                .Select(c => new RiskChange(c.Key, c.Kind, c.Before?.Content, c.Before?.After, c.After?.Content, c.After?.After))],
            [.. Compare(before.Measures.ToDictionary(m => m.Id, m => m.Content), after.Measures.ToDictionary(m => m.Id, m => m.Content))
                .Select(c => new MeasureChange(c.Key, c.Kind, c.Before, c.After))]);
    }

    private static IEnumerable<(TKey Key, ChangeKind Kind, TValue? Before, TValue? After)> Compare<TKey, TValue>(Dictionary<TKey, TValue> before, Dictionary<TKey, TValue> after)
        where TKey : notnull =>
        before.Keys.Union(after.Keys)
            .Select(key => (key, isBefore: before.TryGetValue(key, out var b), b, isAfter: after.TryGetValue(key, out var a), a))
            .Where(c => !c.isBefore || !c.isAfter || !Same(c.b, c.a))
            .Select(c => (c.key, !c.isBefore ? ChangeKind.Added : !c.isAfter ? ChangeKind.Removed : ChangeKind.Changed, c.b, c.a));

    private static bool Same<T>(T before, T after) => StoredJson.Canonical(before) == StoredJson.Canonical(after);

    private sealed record Rated(RiskContent Content, Rating? After)
    {
        public static Rated Of(DocumentRisk risk) => new(risk.Content, risk.After);
    }
}

internal sealed record AnswerChange(string QuestionId, string Title, ChangeKind Change, AnswerValue? Before, AnswerValue? After);

/// <param name="RatingBefore">What remained of the risk then.</param>
internal sealed record RiskChange(Guid RiskId, ChangeKind Change, RiskContent? Before, Rating? RatingBefore, RiskContent? After, Rating? RatingAfter);

internal sealed record MeasureChange(Guid MeasureId, ChangeKind Change, MeasureContent? Before, MeasureContent? After);
