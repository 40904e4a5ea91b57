using Governance.Dpia.Workflow;

namespace Governance.Dpia.Assessments;

/// <summary>What an assessment is about; can be changed while it is written.</summary>
/// <param name="DataStoreIds">Data stores of the inventory that the processing uses: a change of their maps reopens the review.</param>
/// <param name="Purposes">Codes of purposes: a change of one reopens the review.</param>
/// <param name="Recipients">Recipients as the data map names them: a further one there reopens the review.</param>
/// <param name="ResponsibleId">User who is told when measures and reviews are overdue; null: who opened it.</param>
internal sealed record AssessmentSubject(
    string Title,
    string Description,
    string Jurisdiction,
    IReadOnlyList<Guid> DataStoreIds,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<string> Recipients,
    string? ResponsibleId = null);

/// <summary>The map of a data store as the assessment knows it.</summary>
/// <param name="MapVersion">Null when none was confirmed.</param>
internal sealed record MapBaseline(Guid DataStoreId, string DataStoreName, int? MapVersion, string? MapHash);

/// <summary>One assessment and where it stands. Its parts (answers, risks, measures …) are versioned by themselves.</summary>
internal sealed class Assessment
{
    private Assessment()
    {
    }

    public Guid Id { get; private set; }

    public AssessmentSubject Subject { get; private set; } = null!;

    public string Title { get; private set; } = null!;

    public Guid[] DataStoreIds { get; private set; } = [];

    public string TemplateCode { get; private set; } = null!;

    public int TemplateVersion { get; private set; }

    public Guid? ScreeningId { get; private set; }

    public Guid? ClonedFrom { get; private set; }

    public AssessmentState State { get; private set; }

    /// <summary>Counts from 1; each reopening begins the next.</summary>
    public int Round { get; private set; } = 1;

    /// <summary>Number of the last approved version; 0 before the first.</summary>
    public int ApprovedVersions { get; private set; }

    /// <summary>Day on which review falls due by itself.</summary>
    public DateOnly? ReviewOn { get; private set; }

    public Consultation? Consultation { get; private set; }

    public IReadOnlyList<MapBaseline> Maps { get; private set; } = [];

    /// <summary>The imported file as it came, for an export that loses nothing; null when it was not imported.</summary>
    public string? ImportedFile { get; private set; }

    public string CreatedBy { get; private set; } = null!;

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public int Version { get; private set; }

    public List<Decision> Decisions { get; } = [];

    public bool IsEditable => State is AssessmentState.Draft or AssessmentState.ChangesRequested;

    public bool IsOpen => State is not (AssessmentState.Archived or AssessmentState.Rejected);

    public string Responsible => Subject.ResponsibleId ?? CreatedBy;

    public static Assessment Open(AssessmentSubject subject, string template, int templateVersion, Guid? screening, Guid? clonedFrom, Person by, DateTimeOffset now)
    {
        var assessment = new Assessment
        {
            Id = Guid.CreateVersion7(now),
            TemplateCode = template,
            TemplateVersion = templateVersion,
            ScreeningId = screening,
            ClonedFrom = clonedFrom,
            State = AssessmentState.Screening,
            CreatedBy = by.Id,
            CreatedAt = now,
        };
        assessment.Describe(subject);
        assessment.Record(WorkflowStep.Open, AssessmentState.Screening, new StepNote(), by, now);
        return assessment;
    }

    /// <summary>Takes a step. The caller has checked who may and whether the content allows it; the state is checked here.</summary>
    public Refusal? Take(WorkflowStep step, StepNote note, Person by, DateTimeOffset now)
    {
        if (Transitions.After(State, step, note.Result) is not { } next)
            return Transitions.Illegal(State, step);
        if (step == WorkflowStep.Reopen)
        {
            Round++;
            Consultation = null;
            ReviewOn = null;
        }
        if (step == WorkflowStep.Approve)
            ApprovedVersions++;
        Record(step, next, note, by, now);
        return null;
    }

    public void Change(AssessmentSubject subject, Person by, DateTimeOffset now)
    {
        Describe(subject);
        Record(WorkflowStep.Edit, State, new StepNote(), by, now);
    }

    public void SetConsultation(Consultation consultation) => Consultation = consultation;

    public void ReviewBy(DateOnly? day) => ReviewOn = day;

    public void KnowMaps(IReadOnlyList<MapBaseline> maps) => Maps = maps;

    public void KeepImport(string file) => ImportedFile = file;

    /// <summary>The last decision of this kind since the content was last submitted.</summary>
    public Decision? Current(WorkflowStep step)
    {
        var submitted = Decisions.Where(d => d.Step == WorkflowStep.Submit).Select(d => d.Number).DefaultIfEmpty(0).Max();
        return Decisions.Where(d => d.Step == step && d.Number > submitted).MaxBy(d => d.Number);
    }

    private void Describe(AssessmentSubject subject)
    {
        Subject = subject;
        Title = subject.Title;
        DataStoreIds = [.. subject.DataStoreIds];
    }

    private void Record(WorkflowStep step, AssessmentState next, StepNote note, Person by, DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
        Decisions.Add(new Decision
        {
            AssessmentId = Id,
            Number = Version,
            Round = Round,
            Step = step,
            From = State,
            To = next,
            Result = note.Result,
            Text = note.Text,
            By = by.Id,
            ByName = by.Name,
            At = now,
        });
        State = next;
    }
}

/// <summary>Somebody who acts, with the name their token gave at that time.</summary>
internal sealed record Person(string Id, string Name, bool IsUser)
{
    public static Person Service { get; } = new(DpiaService.Name, "Governance", IsUser: false);
}

/// <param name="Result">A code, for example <c>unfavourable</c>.</param>
/// <param name="Text">What was said or why.</param>
internal sealed record StepNote(string? Text = null, string? Result = null);

/// <summary>A step that was taken: who, when, with which words. Append-only.</summary>
internal sealed class Decision
{
    public required Guid AssessmentId { get; init; }

    /// <summary>The assessment's version that the step made.</summary>
    public required int Number { get; init; }

    public required int Round { get; init; }

    public required WorkflowStep Step { get; init; }

    public required AssessmentState From { get; init; }

    public required AssessmentState To { get; init; }

    public string? Result { get; init; }

    public string? Text { get; init; }

    public required string By { get; init; }

    public required string ByName { get; init; }

    public required DateTimeOffset At { get; init; }
}
