namespace Governance.Dpia.Screenings;

/// <param name="Source">Where the answer comes from: a document, a person's role, the inventory; for an exemption, its reference.</param>
internal sealed record Answer(string Code, bool Yes, string Source);

internal enum OverrideGround
{
    /// <summary>Two or more criteria, and yet no high risk (WP248 III.B.a).</summary>
    NotHighRisk,

    /// <summary>The rules don't ask for an assessment, the risk does (GDPR Art. 35(1)).</summary>
    HighRisk,

    /// <summary>The clients of one physician or lawyer are not large scale (Rec. 91).</summary>
    SinglePractitioner,
}

internal enum ScreeningDecisionKind
{
    Evaluated,
    Judged,
    Overridden,
}

/// <summary>The question whether processing needs an assessment, its answers, and every result it has had.</summary>
internal sealed class Screening
{
    private Screening()
    {
    }

    public Guid Id { get; private set; }

    public string Title { get; private set; } = null!;

    public string Description { get; private set; } = null!;

    /// <summary>EU, or the country's ISO 3166-1 alpha-2 code.</summary>
    public string Jurisdiction { get; private set; } = null!;

    /// <summary>Id of the dated rules that were applied.</summary>
    public string RuleSet { get; private set; } = null!;

    public IReadOnlyList<Answer> Answers { get; private set; } = [];

    public ScreeningResult Result { get; private set; }

    /// <summary>Step of the rules that decided, 1 to 4.</summary>
    public int Step { get; private set; }

    public string[] Criteria { get; private set; } = [];

    public IReadOnlyList<ScreeningReason> Reasons { get; private set; } = [];

    public string ScreenedBy { get; private set; } = null!;

    public DateTimeOffset ScreenedAt { get; private set; }

    public int Version { get; private set; }

    public List<ScreeningDecision> Decisions { get; } = [];

    public static Screening Complete(ScreenBody body, RuleSet rules, Evaluation evaluation, string by, DateTimeOffset now)
    {
        var screening = new Screening
        {
            Id = Guid.CreateVersion7(now),
            Title = body.Title,
            Description = body.Description,
            Jurisdiction = body.Jurisdiction,
            RuleSet = rules.Id,
            Answers = body.Answers,
            ScreenedBy = by,
            ScreenedAt = now,
        };
        screening.Apply(evaluation);
        screening.Decide(ScreeningDecisionKind.Evaluated, evaluation.Result, null, null, by, now);
        return screening;
    }

    /// <summary>One criterion: a person decides, with reasons.</summary>
    public Refusal? Judge(bool required, string reason, string by, DateTimeOffset now)
    {
        if (Result != ScreeningResult.Judgement)
            return new Refusal("not-open-to-judgement", "Only a screening whose result is judgement can be judged.");
        Decide(ScreeningDecisionKind.Judged, required ? ScreeningResult.Required : ScreeningResult.NotRequired, null, reason, by, now);
        return null;
    }

    public Refusal? Override(OverrideGround ground, string reason, RuleSet rules, string by, DateTimeOffset now)
    {
        if (by == ScreenedBy || Decisions.Any(d => d.Kind == ScreeningDecisionKind.Judged && d.By == by))
            return new Refusal("approver-is-author", "Who screened or judged can't override the result.", Forbidden: true);
        switch (ground)
        {
            case OverrideGround.NotHighRisk when Result != ScreeningResult.Required || Step != 4:
                return new Refusal("not-overridable", "Only what the number of criteria requires can be overridden: not GDPR Art. 35(3), a national list or a lower result.");
            case OverrideGround.HighRisk when Result == ScreeningResult.Required:
                return new Refusal("already-required", "An assessment is already required.");
            case OverrideGround.SinglePractitioner when !rules.Questions.Any(q => q.LargeScale && Answers.Any(a => a.Yes && a.Code == q.Code)):
                return new Refusal("not-large-scale", "No answer says that the processing is on a large scale.");
            case OverrideGround.SinglePractitioner when Result == ScreeningResult.NotRequired:
                return new Refusal("not-required", "No assessment is required.");
        }
        if (ground == OverrideGround.SinglePractitioner)
            Apply(ScreeningRules.Evaluate(rules, YesCodes(Answers), singlePractitioner: true));
        var result = ground switch
        {
            OverrideGround.NotHighRisk => ScreeningResult.NotRequired,
            OverrideGround.HighRisk => ScreeningResult.Required,
            _ => Result,
        };
        Decide(ScreeningDecisionKind.Overridden, result, ground, reason, by, now);
        return null;
    }

    public static HashSet<string> YesCodes(IEnumerable<Answer> answers) => [.. answers.Where(a => a.Yes).Select(a => a.Code)];

    private void Apply(Evaluation evaluation)
    {
        Result = evaluation.Result;
        Step = evaluation.Step;
        Criteria = [.. evaluation.Criteria];
        Reasons = evaluation.Reasons;
    }

    private void Decide(ScreeningDecisionKind kind, ScreeningResult result, OverrideGround? ground, string? reason, string by, DateTimeOffset now)
    {
        Result = result;
        Version++;
        Decisions.Add(new ScreeningDecision { ScreeningId = Id, Number = Version, Kind = kind, Result = result, Ground = ground, Reason = reason, By = by, At = now });
    }
}

/// <summary>A result and who brought it about. Append-only.</summary>
internal sealed class ScreeningDecision
{
    public required Guid ScreeningId { get; init; }

    public required int Number { get; init; }

    public required ScreeningDecisionKind Kind { get; init; }

    public required ScreeningResult Result { get; init; }

    public OverrideGround? Ground { get; init; }

    /// <summary>The written reason of a judgement or an override.</summary>
    public string? Reason { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }
}
