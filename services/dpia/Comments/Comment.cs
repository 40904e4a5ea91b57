namespace Governance.Dpia.Comments;

/// <summary>What somebody remarks on an answer, a section, a risk or a measure. Its text never changes.</summary>
internal sealed class Comment
{
    public required Guid Id { get; init; }

    public required Guid AssessmentId { get; init; }

    /// <summary>Code of the section or question, or id of the risk or measure.</summary>
    public required string Target { get; init; }

    public required string Text { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Stands in the file that the assessment was imported from.</summary>
    public bool IsImported { get; init; }

    public string? ResolvedBy { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public int Version { get; private set; } = 1;

    /// <summary>False when it was resolved before.</summary>
    public bool Resolve(string by, DateTimeOffset now)
    {
        if (ResolvedAt is not null)
            return false;
        ResolvedBy = by;
        ResolvedAt = now;
        Version++;
        return true;
    }
}
