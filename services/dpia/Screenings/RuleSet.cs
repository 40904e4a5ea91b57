namespace Governance.Dpia.Screenings;

internal enum QuestionKind
{
    /// <summary>GDPR Art. 35(5), 35(10), 35(1): no assessment needed.</summary>
    Exemption,

    /// <summary>GDPR Art. 35(3).</summary>
    Mandatory,

    /// <summary>On a national list, GDPR Art. 35(4).</summary>
    Listed,

    /// <summary>On a national list that asks for a WP248 criterion besides.</summary>
    ListedWithCriterion,

    /// <summary>One of the nine criteria of WP248 rev.01.</summary>
    Criterion,
}

/// <param name="LargeScale">The question is about scale, so a single practitioner's clients do not count (Rec. 91).</param>
/// <param name="OwnCriterion">The criterion that a yes always brings with it, and that therefore isn't the further one the list asks for.</param>
internal sealed record Question(string Code, QuestionKind Kind, string Text, string Source, bool LargeScale = false, string? OwnCriterion = null);

/// <summary>The screening rules of a jurisdiction from a day on.</summary>
/// <param name="Countries">ISO codes of the countries that share the rules of <paramref name="Jurisdiction"/>.</param>
internal sealed record RuleSet(string Id, string Jurisdiction, IReadOnlyList<string> Countries, DateOnly EffectiveFrom, IReadOnlyList<Question> Questions)
{
    public Question? Find(string code) => Questions.FirstOrDefault(q => q.Code == code);

    public bool Covers(string jurisdiction) => Jurisdiction == jurisdiction || Countries.Contains(jurisdiction);
}
