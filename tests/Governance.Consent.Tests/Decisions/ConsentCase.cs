using FsCheck;
using FsCheck.Fluent;
using Governance.Consent.Decisions;
using Governance.Consent.Notices;
using Governance.Consent.Purposes;
using Governance.Consent.Records;

namespace Governance.Consent.Tests.Decisions;

/// <summary>One record: what happened and how long after the record before it.</summary>
/// <param name="Late">Hours by which it happened before it was recorded; null: recorded at once.</param>
/// <param name="Notice">Number of the version shown, where the action shows one.</param>
/// <param name="Validity">Hours after which the consent ends; null: until withdrawn.</param>
internal sealed record Step(ConsentAction Action, int Hours, int? Late, int Notice, int? Validity);

/// <summary>A version of the notice and how long after the one before it.</summary>
internal sealed record Change(int Hours, bool Material, bool Covers);

/// <summary>A history, a notice, a purpose and a time to ask for.</summary>
/// <param name="Cut">How many of the records are read first, where a history is read in two parts.</param>
internal sealed record ConsentCase(LegalBasis Basis, IReadOnlyList<Step> Steps, IReadOnlyList<Change> Changes, int At, int Cut)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Time => Start.AddHours(At);

    public PurposeFacts Purpose => new("p", Basis, Start);

    public IReadOnlyList<PublishedVersion> Versions => [.. Changes.Select((c, i) => new PublishedVersion(
        i + 1, c.Material ? NoticeChange.Material : NoticeChange.Minor, Start.AddHours(Changes.Take(i + 1).Sum(x => x.Hours)), c.Covers ? ["p", "q"] : ["q"]))];

    public IReadOnlyList<ConsentEntry> History => [.. Steps.Select((step, i) =>
    {
        var recorded = Start.AddHours(Steps.Take(i + 1).Sum(s => s.Hours));
        var happened = recorded.AddHours(-(step.Late ?? 0));
        var isYes = step.Action is ConsentAction.Give or ConsentAction.Renew;
        return new ConsentEntry(
            new Guid(i + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), i + 1, step.Action, recorded,
            isYes ? new NoticeReference("n", step.Notice) : null,
            isYes && step.Validity is { } hours ? happened.AddHours(hours) : null,
            step.Late is null ? null : happened);
    })];

    public override string ToString() =>
        $"{Basis}, asked for hour {At}, cut at {Cut}; notice: {string.Join(", ", Changes)}; records: {string.Join(", ", Steps)}";
}

/// <summary>Makes cases and, when one fails, smaller ones.</summary>
internal static class ConsentCases
{
    public static Arbitrary<ConsentCase> Arbitrary { get; } = Arb.From(Cases(), Smaller);

    private static Gen<ConsentCase> Cases() =>
        from basis in Gen.Elements(LegalBasis.Consent, LegalBasis.Consent, LegalBasis.Consent, LegalBasis.LegitimateInterest, LegalBasis.Contract)
        from count in Gen.Choose(0, 9)
        from steps in Steps().ArrayOf(count)
        from versions in Gen.Choose(1, 3)
        from changes in Changes().ArrayOf(versions)
        from at in Gen.Choose(0, 400)
        from cut in Gen.Choose(0, count)
        select new ConsentCase(basis, steps, changes, at, cut);

    private static Gen<Step> Steps() =>
        // Consents more often than the rest, or hardly any history would allow anything.
        from action in Gen.Frequency((2, Gen.Constant(ConsentAction.Give)), (3, Gen.Elements(Enum.GetValues<ConsentAction>())))
        from hours in Gen.Choose(0, 60)
        from late in Sometimes(6, 1, 200)
        from notice in Gen.Choose(1, 3)
        from validity in Sometimes(2, 1, 200)
        select new Step(action, hours, late, notice, validity);

    private static Gen<Change> Changes() =>
        from hours in Gen.Choose(0, 80)
        from material in Gen.Frequency((1, Gen.Constant(true)), (2, Gen.Constant(false)))
        from covers in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Change(hours, material, covers);

    private static Gen<int?> Sometimes(int oneIn, int from, int to) =>
        Gen.Frequency((1, Gen.Choose(from, to).Select(n => (int?)n)), (oneIn - 1, Gen.Constant((int?)null)));

    private static IEnumerable<ConsentCase> Smaller(ConsentCase whole)
    {
        for (var i = 0; i < whole.Steps.Count; i++)
        {
            IReadOnlyList<Step> fewer = [.. whole.Steps.Where((_, n) => n != i)];
            yield return whole with { Steps = fewer, Cut = Math.Min(whole.Cut, fewer.Count) };
        }
        if (whole.Changes.Count > 1)
            yield return whole with { Changes = [.. whole.Changes.Take(whole.Changes.Count - 1)] };
        for (var i = 0; i < whole.Steps.Count; i++)
        {
            var step = whole.Steps[i];
            foreach (var plainer in new[] { step with { Late = null }, step with { Validity = null }, step with { Hours = step.Hours / 2 } }.Where(s => s != step))
                yield return whole with { Steps = [.. whole.Steps.Select((s, n) => n == i ? plainer : s)] };
        }
    }
}
