namespace Governance.Dpia.Living;

internal enum TriggerKind
{
    MapChanged,

    /// <summary>A scan found what the confirmed map does not hold.</summary>
    Drift,
    NewPurpose,
    NewRecipient,
    PurposeChanged,
    Incident,
    Date,
    MeasureOverdue,

    /// <summary>Somebody says so.</summary>
    Manual,
}

/// <param name="What">A table, a column, a purpose, a recipient: its name.</param>
/// <param name="Change">For example <c>new-personal-data</c>, <c>recipient-added</c>.</param>
internal sealed record NamedChange(string What, string Change, string? Before = null, string? After = null);

/// <summary>Why an assessment has to be looked at again. Append-only but for who dealt with it.</summary>
internal sealed class ReviewTrigger
{
    public required Guid Id { get; init; }

    public required Guid AssessmentId { get; init; }

    public required int Round { get; init; }

    public required TriggerKind Kind { get; init; }

    /// <summary>Id of the data store, the purpose's code, id of the incident or the measure.</summary>
    public required string SourceId { get; init; }

    /// <summary>The reason in a sentence.</summary>
    public required string Reason { get; init; }

    public required IReadOnlyList<NamedChange> Changes { get; init; }

    /// <summary>True when it brought the assessment to review due.</summary>
    public required bool Reopened { get; init; }

    public required DateTimeOffset At { get; init; }
}
