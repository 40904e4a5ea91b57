using Governance.Dpia.Data;

namespace Governance.Dpia.Assessments;

internal enum PartKind
{
    Answer,
    Risk,
    Measure,
}

/// <summary>A part of an assessment that people write: versioned by itself, so that two of them can work side by side.</summary>
internal abstract class Part<TContent>
{
    public Guid AssessmentId { get; protected init; }

    public TContent Content { get; private set; } = default!;

    /// <summary>0 until it is written for the first time.</summary>
    public int Version { get; private set; }

    public string? WrittenBy { get; private set; }

    public DateTimeOffset? WrittenAt { get; private set; }

    public abstract PartKind Kind { get; }

    /// <summary>The question's code, or the id.</summary>
    public abstract string Key { get; }

    public void Write(TContent content, string by, DateTimeOffset now)
    {
        Content = content;
        Version++;
        WrittenBy = by;
        WrittenAt = now;
        Written();
    }

    protected virtual void Written()
    {
    }
}

internal sealed class AssessmentAnswer : Part<AnswerValue>
{
    public string QuestionId { get; private init; } = null!;

    public override PartKind Kind => PartKind.Answer;

    public override string Key => QuestionId;

    public static AssessmentAnswer To(Guid assessment, string question, AnswerValue value, string by, DateTimeOffset now)
    {
        var answer = new AssessmentAnswer { AssessmentId = assessment, QuestionId = question };
        answer.Write(value, by, now);
        return answer;
    }
}

/// <summary>What a part has said at some time: every text that was saved, and every one that came too late. Append-only.</summary>
internal sealed class Revision
{
    public required Guid Id { get; init; }

    public required Guid AssessmentId { get; init; }

    public required PartKind Part { get; init; }

    public required string PartId { get; init; }

    /// <summary>The part's version that this was; null for an edit that came too late and was set aside.</summary>
    public int? Number { get; init; }

    /// <summary>The part's version when a late edit arrived.</summary>
    public int? CameAfter { get; init; }

    public required string Content { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public static Revision Saved<TContent>(Part<TContent> part, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AssessmentId = part.AssessmentId,
        Part = part.Kind,
        PartId = part.Key,
        Number = part.Version,
        Content = StoredJson.Write(part.Content),
        By = part.WrittenBy!,
        At = now,
    };

    public static Revision Late<TContent>(Part<TContent> part, TContent content, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        AssessmentId = part.AssessmentId,
        Part = part.Kind,
        PartId = part.Key,
        CameAfter = part.Version,
        Content = StoredJson.Write(content),
        By = by,
        At = now,
    };
}

/// <summary>Somebody who counts as an author: wrote a part, opened the assessment, or brought it in.</summary>
internal sealed class Contributor
{
    public required Guid AssessmentId { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>The name under which somebody was last seen.</summary>
internal sealed class KnownPerson
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset SeenAt { get; init; }
}
