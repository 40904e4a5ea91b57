namespace Governance.Audit.Anomalies.Stream;

/// <summary>What the detectors look at of one entry: ids, codes and counts.</summary>
internal sealed record WatchedEntry
{
    public required long Sequence { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string Source { get; init; }

    public required string Action { get; init; }

    public required WatchedActor Actor { get; init; }

    public required string Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>How many records the event speaks of; 1 when it says nothing about it.</summary>
    public long Records { get; init; } = 1;

    /// <summary>For an approval: who planned what was approved, and the entry that says so.</summary>
    public Planned? Planned { get; init; }
}

internal sealed record Planned(WatchedActor By, long Sequence);

/// <summary>Who acted. Data subjects are one collective actor: none of them is watched, and none is named.</summary>
internal readonly record struct WatchedActor(string Type, string Id)
{
    private const string DataSubject = "dataSubject";

    public bool IsPerson => Type == "user";

    /// <summary>Stands for many: a service that says what happened to somebody, or all data subjects.</summary>
    public bool IsCollective => Type is "service" or DataSubject;

    public static WatchedActor Service(string name) => new("service", name);

    public static WatchedActor Of(string type, string? id) => type == DataSubject || id is null ? new(DataSubject, "any") : new(type, id);
}
