namespace Governance.Dpia.Templates;

internal enum TemplateKind
{
    /// <summary>Data protection impact assessment, GDPR Art. 35.</summary>
    Dpia,

    /// <summary>Weighing of a legitimate interest, GDPR Art. 6(1)(f).</summary>
    LegitimateInterest,

    /// <summary>Assessment of a transfer to a third country, GDPR Art. 46.</summary>
    Transfer,
}

internal enum SectionContent
{
    Questions,

    /// <summary>The measures of the assessment.</summary>
    Measures,

    /// <summary>One risk: the feared event that the section names.</summary>
    Risk,

    /// <summary>Whatever own risks the team adds; may stay empty.</summary>
    OwnRisks,
}

internal enum AnswerKind
{
    Text,
    Choice,
    List,
    Gauge,
    Table,

    /// <summary>Points at data stores, tables or columns of the inventory.</summary>
    Inventory,
}

/// <summary>The questions of an assessment. A published version never changes.</summary>
/// <param name="Source">What the template is built on: articles, guidelines.</param>
internal sealed record Template(string Code, string Title, TemplateKind Kind, string Language, string Source, IReadOnlyList<TemplateSection> Sections)
{
    public IEnumerable<TemplateQuestion> Questions => Sections.SelectMany(s => s.Questions);

    public TemplateQuestion? Find(string question) => Questions.FirstOrDefault(q => q.Id == question);
}

/// <param name="Id">Lower-case letters, digits, dots and hyphens; unique among sections and questions.</param>
/// <param name="Article">What of the law the section answers, for example <c>GDPR Art. 35(7)(a)</c>.</param>
/// <param name="FearedEvent">The event's code, for a section that contains a risk.</param>
/// <param name="When">Shown only then; null: always.</param>
internal sealed record TemplateSection(
    string Id,
    string Title,
    string? Help = null,
    string? Article = null,
    SectionContent Contains = SectionContent.Questions,
    string? FearedEvent = null,
    IReadOnlyList<TemplateQuestion>? Questions = null,
    Condition? When = null)
{
    public IReadOnlyList<TemplateQuestion> Questions { get; init; } = Questions ?? [];
}

/// <param name="Several">More than one choice may be taken.</param>
/// <param name="Gauge">Highest step of a gauge that begins at 1.</param>
/// <param name="Cnil">Number of the same question in CNIL's PIA files; null where there is none.</param>
internal sealed record TemplateQuestion(
    string Id,
    AnswerKind Kind,
    string Title,
    string? Help = null,
    bool Required = true,
    IReadOnlyList<TemplateOption>? Choices = null,
    bool Several = false,
    IReadOnlyList<TemplateOption>? Columns = null,
    int? Gauge = null,
    Condition? When = null,
    int? Cnil = null);

/// <summary>A choice or a column.</summary>
internal sealed record TemplateOption(string Code, string Text);

/// <summary>Exactly one form: about an answer (<paramref name="Question"/> with one of <paramref name="Is"/>, <paramref name="AtLeast"/>, or just answered), or a combination.</summary>
/// <param name="Is">Codes of choices, one of which was taken.</param>
/// <param name="AtLeast">Lowest step of a gauge.</param>
internal sealed record Condition(
    string? Question = null,
    IReadOnlyList<string>? Is = null,
    int? AtLeast = null,
    IReadOnlyList<Condition>? All = null,
    IReadOnlyList<Condition>? Any = null,
    Condition? Not = null);
